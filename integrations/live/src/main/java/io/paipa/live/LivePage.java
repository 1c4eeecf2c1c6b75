package io.paipa.live;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.paipa.Pipeline;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A page that shows what pipelines do, while they do it, to a browser on the same machine. Safe for
 * all threads.
 *
 * <pre>{@code
 * LivePage page = LivePage.start(pipeline); // http://127.0.0.1:7447/
 * }</pre>
 *
 * <p>The page looks at each pipeline once a second, however many read it, and keeps what it saw for
 * five minutes. It can change nothing. It is no hearing of a failure: that of a pipeline is logged
 * as without a page. A pipeline that has ended is shown as it ended. The last 16 of these stay; the
 * page keeps what they look like, and nothing else of them.
 *
 * <p>Of pipelines of one name that go on at the same time, the second has {@code -2} behind its
 * name, and so on. When a pipeline has ended, the next one of its name takes its place, at the same
 * address.
 *
 * <p>The page listens until it is closed. It has daemon threads alone, so it keeps no program
 * running.
 */
public final class LivePage implements AutoCloseable {
  /** The port of a page that was told no other one: 7447. */
  public static final int DEFAULT_PORT = 7447;

  private final ShownPipelines pipelines;
  private final PageServer server;

  private LivePage(ShownPipelines pipelines, PageServer server) {
    this.pipelines = pipelines;
    this.server = server;
  }

  /**
   * Starts a page at the {@linkplain #DEFAULT_PORT default port} of the loopback address.
   *
   * @param pipelines what to show, started or not; may be none, and more can be {@linkplain #add
   *     added}
   * @return the page, which listens already
   * @throws java.io.UncheckedIOException if it can't listen, as where the port is in use
   */
  public static LivePage start(Pipeline<?, ?>... pipelines) {
    LivePage page = builder().start();
    boolean added = false;
    try {
      for (Pipeline<?, ?> pipeline : pipelines) {
        page.add(pipeline);
      }
      added = true;
    } finally {
      if (!added) {
        page.close();
      }
    }
    return page;
  }

  /**
   * Begins a page at another port or address.
   *
   * @return a builder: default port, loopback address
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Shows a pipeline from now on. Does nothing if it is shown already.
   *
   * @param pipeline started or not, never null
   */
  public void add(Pipeline<?, ?> pipeline) {
    pipelines.add(Objects.requireNonNull(pipeline, "pipeline: null has nothing to be shown"));
  }

  /**
   * Where the page is.
   *
   * @return its address, for a browser on this machine
   */
  public URI uri() {
    return server.uri();
  }

  /** Ends the page, and its threads. Cuts readers off. No effect on the pipelines, nor again. */
  @Override
  public void close() {
    server.close();
  }

  /** Says where a page listens. Not safe for several threads. */
  public static final class Builder {
    private int port = DEFAULT_PORT;
    private InetAddress address = InetAddress.getLoopbackAddress();
    private final List<String> hosts = new ArrayList<>();

    private Builder() {}

    /**
     * Sets the port.
     *
     * @param newPort from 1 to 65,535; or 0 for any that is free, which {@link LivePage#uri} tells
     * @return this builder
     * @throws IllegalArgumentException if it is none of these
     */
    @CanIgnoreReturnValue
    public Builder port(int newPort) {
      if (newPort < 0 || newPort > 65_535) {
        throw new IllegalArgumentException(
            newPort + " is no port; give one up to 65,535, or 0 for any that is free");
      }
      this.port = newPort;
      return this;
    }

    /**
     * Sets the address to listen at. Whoever reaches it can read the page: it asks for no password,
     * and {@code dump()} has items in it.
     *
     * @param newAddress one of this machine; the default is the loopback address
     * @return this builder
     */
    @CanIgnoreReturnValue
    public Builder address(InetAddress newAddress) {
      this.address = Objects.requireNonNull(newAddress, "address: null is none to listen at");
      return this;
    }

    /**
     * Allows one more name by which a browser may ask for the page, such as that of a proxy. {@code
     * localhost}, and the address as a number, are allowed always. Other names are refused, since a
     * foreign site could have its own name lead to this machine, and so read the page.
     *
     * @param name a host's name, without a port
     * @return this builder
     */
    @CanIgnoreReturnValue
    public Builder allowHost(String name) {
      if (name.isBlank() || name.indexOf(':') >= 0 || name.indexOf('/') >= 0) {
        throw new IllegalArgumentException(
            "'" + name + "' is no host; give a name alone, as in allowHost(\"example.org\")");
      }
      hosts.add(name);
      return this;
    }

    /**
     * Starts the page, which shows no pipeline yet.
     *
     * @return the page, which listens already
     * @throws java.io.UncheckedIOException if it can't listen, as where the port is in use
     */
    public LivePage start() {
      ShownPipelines pipelines = new ShownPipelines();
      PageHandler handler = new PageHandler(pipelines, new AllowedHosts(hosts));
      PageServer server =
          PageServer.start(new InetSocketAddress(address, port), handler, pipelines);
      return new LivePage(pipelines, server);
    }
  }
}

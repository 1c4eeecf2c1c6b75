package io.paipa.live;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The JDK's HTTP server, with the threads around it, from its start to its end. Immutable; what it
 * holds is safe for all threads, and may be closed twice.
 */
final class PageServer implements AutoCloseable {
  private final HttpServer server;
  private final RequestThreads requests;
  private final ScheduledExecutorService clock;

  private PageServer(HttpServer server, RequestThreads requests, ScheduledExecutorService clock) {
    this.server = server;
    this.requests = requests;
    this.clock = clock;
  }

  /**
   * Listens, and looks at the pipelines once a second.
   *
   * @param address where to listen
   * @param handler answers
   * @param pipelines are looked at
   */
  @SuppressWarnings("FutureReturnValueIgnored") // what is done each second lets nothing out
  static PageServer start(
      InetSocketAddress address, PageHandler handler, ShownPipelines pipelines) {
    HttpServer server = listening(address);
    RequestThreads requests = new RequestThreads();
    server.setExecutor(requests);
    server.createContext("/", handler);
    // Two threads: a slow look at a pipeline must not keep slow readers from being cut.
    ScheduledExecutorService clock =
        Executors.newScheduledThreadPool(2, new DaemonThreads("paipa-live-clock"));
    Runnable look = new Lasting("the live page could not look at pipelines", pipelines::look);
    Runnable cut = new Lasting("the live page could not cut readers", requests::cutSlowReaders);
    clock.scheduleAtFixedRate(look, 0, 1, TimeUnit.SECONDS);
    clock.scheduleWithFixedDelay(cut, 1, 1, TimeUnit.SECONDS);
    // The server's own thread is a daemon if the thread that starts it is one.
    CompletableFuture.runAsync(server::start, clock).join();
    return new PageServer(server, requests, clock);
  }

  private static HttpServer listening(InetSocketAddress address) {
    try {
      return HttpServer.create(address, 0);
    } catch (BindException e) {
      throw new UncheckedIOException(reason(address), e);
    } catch (IOException e) {
      throw new UncheckedIOException("the live page can't listen at " + words(address), e);
    }
  }

  private static String reason(InetSocketAddress address) {
    return isHere(address.getAddress())
        ? "the live page can't listen at "
            + words(address)
            + ": the port is in use, perhaps by another page. Close that, or give this one another"
            + " port: LivePage.builder().port(…), where 0 is any that is free"
        : "the live page can't listen at "
            + words(address)
            + ": that address is not of this machine. Give one of its own:"
            + " LivePage.builder().address(…)";
  }

  private static boolean isHere(InetAddress address) {
    try {
      return address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return true; // not known: the port is the likelier reason
    }
  }

  private static String words(InetSocketAddress address) {
    return HostNames.literal(address.getAddress()) + ":" + address.getPort();
  }

  URI uri() {
    InetSocketAddress address = server.getAddress();
    InetAddress host =
        address.getAddress().isAnyLocalAddress()
            ? InetAddress.getLoopbackAddress()
            : address.getAddress();
    return URI.create("http://" + HostNames.literal(host) + ":" + address.getPort() + "/");
  }

  @Override
  public void close() {
    clock.shutdownNow();
    server.stop(0);
    requests.close();
  }
}

package io.paipa.ingest;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.PathMappingsHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The HTTP server. It is {@linkplain #open opened} before anything else is, since the port may be
 * in use; it answers from the {@linkplain #start start} on. Opened, started and closed by one
 * thread.
 */
final class IngestServer implements AutoCloseable {
  private static final Logger LOG = System.getLogger(IngestServer.class.getName());

  /** Held, for else its level would be forgotten. */
  private static final java.util.logging.Logger JETTY =
      java.util.logging.Logger.getLogger("org.eclipse.jetty");

  private static final int THREADS = 32;
  private static final long STOP_MILLIS = 2_000;

  /** At the end all answers are on their way; who says nothing then is waited for no longer. */
  private static final long SILENT_AT_STOP_MILLIS = 200;

  private final Server server;
  private final ServerConnector connector;
  private final PathMappingsHandler paths = new PathMappingsHandler();

  private IngestServer(Limits limits) {
    JETTY.setLevel(java.util.logging.Level.WARNING); // not each start and stop of its parts
    QueuedThreadPool threads = new QueuedThreadPool(THREADS);
    threads.setName("http");
    server = new Server(threads);
    server.setStopTimeout(STOP_MILLIS);
    server.addBean(new NetworkConnectionLimit(limits.connections(), server));
    server.setHandler(new GracefulHandler(paths));
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setIdleTimeout(limits.idle().toMillis());
    connector.setShutdownIdleTimeout(SILENT_AT_STOP_MILLIS);
    server.addConnector(connector);
  }

  /**
   * Takes the port.
   *
   * @param address where to listen; with port 0, the system chooses one
   * @throws IOException if the port is in use, or the address is not this machine's
   */
  static IngestServer open(InetSocketAddress address, Limits limits) throws IOException {
    IngestServer opened = new IngestServer(limits);
    opened.connector.setHost(address.getHostString());
    opened.connector.setPort(address.getPort());
    opened.connector.open();
    return opened;
  }

  /** Has a path answered by somebody; before the start. */
  IngestServer serve(String path, Handler by) {
    paths.addMapping(PathSpec.from(path), by);
    return this;
  }

  /** Answers requests from now on. */
  void start() throws Exception {
    server.start();
  }

  int port() {
    return connector.getLocalPort();
  }

  /** Takes no more requests, and waits a moment for the answers of those that are under way. */
  void stop() {
    try {
      server.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) { // Jetty throws any; the end goes on
      LOG.log(Level.WARNING, "the HTTP server has not ended in good order", e);
    }
  }

  @Override
  public void close() {
    stop();
    connector.close(); // one that was never started has its port still
  }
}

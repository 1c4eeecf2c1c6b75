package io.paipa.ingest;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;

/** The service with a {@link QueueIntake} in place of the pipeline, until it is killed. */
final class QueueService {
  private QueueService() {}

  /** With a port, a database, and the milliseconds that a look-up takes. */
  public static void main(String[] arguments) throws Exception {
    OrderStore store = OrderStore.open(Path.of(arguments[1]));
    QueueIntake intake =
        new QueueIntake(new Customers(Duration.ofMillis(Integer.parseInt(arguments[2]))), store);
    IngestServer server =
        IngestServer.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0])),
            Limits.DEFAULT);
    intake.start();
    server.serve("/orders", new OrdersHandler(intake, Limits.DEFAULT)).start();
    System.out.println("ready: http://127.0.0.1:" + server.port() + "/orders");
  }
}

package io.paipa.ingest;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.paipa.Pipeline;
import io.paipa.Report;
import io.paipa.StepReport;
import io.paipa.live.LivePage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/**
 * The command: starts the service, and ends when SIGTERM or Ctrl-C has come, or the pipeline has
 * failed.
 *
 * <p>The order of the end: the pipeline takes no more orders, and works off what it has taken. What
 * is under way by HTTP is answered meanwhile, and a moment longer. Then the database is closed. The
 * JVM waits for all of this, since {@code during} was called in the thread of {@link #main}.
 */
@Command(
    name = "ingest-service",
    mixinStandardHelpOptions = true,
    version = "ingest-service, an example of Paipa for Java",
    description = "Takes orders by HTTP, as JSON lines, and stores them in an SQLite database.",
    footer =
        "%nExit codes: 1 the pipeline has failed, 2 it can't start, 143 ended by SIGTERM, 130 by"
            + " Ctrl-C.")
public final class IngestService implements Callable<Integer> {
  private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

  @Option(
      names = "--address",
      description = "Where to listen; 0.0.0.0 is everywhere. Default: ${DEFAULT-VALUE}")
  private String address = "127.0.0.1";

  @Option(names = "--port", description = "0 takes any. Default: ${DEFAULT-VALUE}")
  private int port = 8080;

  @Option(
      names = "--live-port",
      description = "Where the live page is, on this machine alone. Default: ${DEFAULT-VALUE}")
  private int livePort = LivePage.DEFAULT_PORT;

  @Option(
      names = "--database",
      description = "The SQLite file; made if it is not there. Default: ${DEFAULT-VALUE}")
  private Path database = Path.of("orders.db");

  @Option(
      names = "--lookup-millis",
      description = "How long the look-up of a customer takes. Default: ${DEFAULT-VALUE}")
  private int lookupMillis = 2;

  /**
   * Runs the command.
   *
   * @param args options; {@code --help} lists them
   */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new IngestService())
            .setExecutionExceptionHandler((e, command, arguments) -> failed(e))
            .execute(args));
  }

  @Override
  public Integer call() throws Exception {
    try (IngestServer server = open();
        LivePage page = openPage();
        OrderStore store = openStore()) {
      Pipeline<Order, Void> pipeline =
          OrderPipeline.of(new Customers(Duration.ofMillis(lookupMillis))::enrich, store).build();
      server
          .serve("/orders", new OrdersHandler(Intake.of(pipeline), Limits.DEFAULT))
          .serve("/health", new HealthHandler(pipeline))
          .serve(
              "/metrics",
              new MetricsHandler(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), pipeline));
      page.add(pipeline);
      Report report =
          pipeline.during(
              running -> {
                server.start();
                System.out.println(
                    "ready: http://%s:%d/orders, live page: %s"
                        .formatted(address, server.port(), page.uri()));
                running.awaitTermination(FOR_EVER);
                server.stop(); // before the database is closed
              });
      System.out.println(summary(report));
      return report.exitCode();
    }
  }

  private IngestServer open() throws StartException {
    try {
      return IngestServer.open(new InetSocketAddress(address, port), Limits.DEFAULT);
    } catch (IOException | IllegalArgumentException e) { // such as a port that can't be
      throw StartException.cantListen(address, port, "--port", e);
    }
  }

  private LivePage openPage() throws StartException {
    try {
      return LivePage.builder().port(livePort).start();
    } catch (UncheckedIOException | IllegalArgumentException e) {
      throw StartException.cantListen("127.0.0.1", livePort, "--live-port", e);
    }
  }

  private OrderStore openStore() throws StartException {
    try {
      return OrderStore.open(database);
    } catch (SQLException e) {
      throw new StartException("can't open the database " + database + ": " + e.getMessage(), e);
    }
  }

  private static String summary(Report report) {
    long refused = report.steps().stream().mapToLong(StepReport::deadLettered).sum();
    return report.state()
        + ": "
        + report.accepted()
        + " orders accepted, "
        + refused
        + " refused, "
        + (report.cutShort() ? "and not all the others stored" : "the others stored");
  }

  /** What a person can mend gets a line; else the trace says where it is. */
  private static int failed(Exception e) {
    if (e instanceof StartException) {
      System.err.println("ingest-service: " + e.getMessage());
      return ExitCode.USAGE;
    }
    e.printStackTrace();
    return ExitCode.SOFTWARE;
  }
}

package io.paipa.kafka.broker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * One broker, which is its own controller, on free ports of the loopback, with its data in a
 * temporary folder. It can be stopped and started again. Not safe for several threads.
 */
public final class LocalBroker implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final Path folder;
  private final Properties properties = new Properties();
  private final String bootstrapServers;
  private @Nullable KafkaRaftServer server;

  private LocalBroker(Path folder, int port, int controllerPort) {
    this.folder = folder;
    this.bootstrapServers = HOST + ":" + port;
    Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", "1"),
            Map.entry("controller.quorum.voters", "1@" + HOST + ":" + controllerPort),
            Map.entry("controller.listener.names", "CONTROLLER"),
            Map.entry(
                "listeners",
                "PLAINTEXT://" + bootstrapServers + ",CONTROLLER://" + HOST + ":" + controllerPort),
            Map.entry("log.dirs", folder.resolve("data").toString()),
            Map.entry("offsets.topic.num.partitions", "1"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("transaction.state.log.num.partitions", "1"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("group.consumer.heartbeat.interval.ms", "300"),
            Map.entry("group.consumer.min.heartbeat.interval.ms", "300"),
            Map.entry("auto.create.topics.enable", "false"))
        .forEach(properties::setProperty);
  }

  /**
   * Makes a broker, and starts it.
   *
   * @return the broker, which takes requests
   */
  public static LocalBroker start() {
    try {
      Path folder = Files.createTempDirectory("paipa-kafka");
      int[] ports = freePorts();
      LocalBroker broker = new LocalBroker(folder, ports[0], ports[1]);
      try {
        broker.format();
        broker.startAgain();
        return broker;
      } catch (Throwable t) {
        broker.close();
        throw t;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("no folder or no port for a broker", e);
    }
  }

  private static int[] freePorts() throws IOException {
    InetAddress host = InetAddress.getLoopbackAddress();
    try (ServerSocket first = new ServerSocket(0, 1, host);
        ServerSocket second = new ServerSocket(0, 1, host)) {
      return new int[] {first.getLocalPort(), second.getLocalPort()};
    }
  }

  private void format() throws IOException {
    Path file = folder.resolve("server.properties");
    try (var out = Files.newBufferedWriter(file)) {
      properties.store(out, null);
    }
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    String[] arguments = {
      "format", "--cluster-id", Uuid.randomUuid().toString(), "--config", file.toString()
    };
    int code = StorageTool.execute(arguments, new PrintStream(said, true, StandardCharsets.UTF_8));
    if (code != 0) {
      throw new IOException(
          "the broker's folder could not be prepared: " + said.toString(StandardCharsets.UTF_8));
    }
  }

  /** Starts it on the same ports, with the same data, after {@link #stop}. */
  public void startAgain() {
    KafkaRaftServer started = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
    started.startup();
    server = started;
  }

  /** Stops it, and keeps its data. */
  public void stop() {
    KafkaRaftServer running = server;
    if (running != null) {
      server = null;
      running.shutdown();
      running.awaitShutdown();
    }
  }

  /**
   * Where clients find it.
   *
   * @return for {@code bootstrap.servers}
   */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /**
   * Makes a topic, and waits until it can be written to. A producer that came earlier could send
   * records that the partition takes only in part, and then for minutes none.
   *
   * @param name its name
   * @param partitions how many it has
   * @throws Exception if the broker refuses it
   */
  public void createTopic(String name, int partitions) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
      Map<TopicPartition, OffsetSpec> ends =
          IntStream.range(0, partitions)
              .boxed()
              .collect(
                  Collectors.toMap(
                      number -> new TopicPartition(name, number), number -> OffsetSpec.latest()));
      awaitLeaders(admin, ends);
    }
  }

  /** Asks the leader of each partition for its end, until all answer. */
  private static void awaitLeaders(Admin admin, Map<TopicPartition, OffsetSpec> ends)
      throws Exception {
    long start = System.nanoTime();
    while (true) {
      try {
        admin.listOffsets(ends).all().get();
        return;
      } catch (ExecutionException e) {
        boolean late = System.nanoTime() - start > LIMIT_NANOS;
        if (late || !(e.getCause() instanceof RetriableException)) {
          throw e;
        }
        LockSupport.parkNanos(LOOK_NANOS);
      }
    }
  }

  /** Stops it, and deletes its data. */
  @Override
  public void close() {
    stop();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the broker's folder " + folder + " is still there", e);
    }
  }
}

package io.paipa.cluster;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.core.HazelcastInstance;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Members in JVMs of their own, the first of which is the coordinator; and a client of them. */
final class Members implements AutoCloseable {
  private final String cluster = "test-" + UUID.randomUUID();
  private final List<Process> processes = new ArrayList<>();
  private final HazelcastInstance client;
  private int port;

  Members(int count) throws IOException {
    port = awaitReady(launch());
    for (int i = 1; i < count; i++) {
      launch();
    }
    ClientConfig config = new ClientConfig();
    config.setClusterName(cluster);
    config.setProperty("hazelcast.logging.type", "none");
    config.getNetworkConfig().addAddress("127.0.0.1:" + port);
    client = HazelcastClient.newHazelcastClient(config);
    awaitCount(count);
  }

  private Process launch() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx200m",
                "-Dhazelcast.logging.type=jdk",
                "-cp",
                System.getProperty("java.class.path"),
                MemberProgram.class.getName(),
                cluster)
            .redirectError(Redirect.to(new File("target/member-" + processes.size() + ".log")))
            .start();
    processes.add(process);
    return process;
  }

  private static int awaitReady(Process process) throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(MemberProgram.READY)) {
        return Integer.parseInt(line.substring(MemberProgram.READY.length() + 1));
      }
    }
    throw new IllegalStateException("the member has not started; see target/member-*.log");
  }

  HazelcastInstance client() {
    return client;
  }

  private void awaitCount(int count) {
    Awaiting.await(count + " members", () -> client.getCluster().getMembers().size() == count);
  }

  /** As by kill -9. */
  void kill(int index) {
    int before = client.getCluster().getMembers().size();
    processes.get(index).destroyForcibly();
    awaitCount(before - 1);
  }

  /** The member in the process with that id, as by kill -9. */
  void killProcess(long id) {
    for (int index = 0; index < processes.size(); index++) {
      if (processes.get(index).pid() == id) {
        kill(index);
        return;
      }
    }
    throw new AssertionError("no member has the process id " + id);
  }

  /** In place of one that was killed. */
  void startAnother() {
    int before = client.getCluster().getMembers().size();
    try {
      launch();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    awaitCount(before + 1);
  }

  @Override
  public void close() {
    client.shutdown();
    processes.forEach(Process::destroyForcibly);
  }
}

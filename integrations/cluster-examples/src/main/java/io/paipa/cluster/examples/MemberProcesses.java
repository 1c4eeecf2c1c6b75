package io.paipa.cluster.examples;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.core.HazelcastInstance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The member processes of a run. They end with this at the latest. */
final class MemberProcesses implements AutoCloseable {
  private static final String CONNECT_PATIENCE_SECONDS = "30";

  private final String cluster = "catalogue-" + ProcessHandle.current().pid();
  private final List<MemberProcess> members = new ArrayList<>();
  private final List<String> addresses = new ArrayList<>();

  private MemberProcesses() {}

  /** Starts them, and waits until they are members of one cluster. */
  static MemberProcesses start(int count)
      throws IOException, ProblemException, InterruptedException {
    MemberProcesses processes = new MemberProcesses();
    try {
      processes.add(1); // so that the others have somebody to join
      processes.add(count - 1);
    } catch (IOException | ProblemException | InterruptedException | RuntimeException e) {
      processes.close();
      throw e;
    }
    return processes;
  }

  private void add(int count) throws IOException, ProblemException, InterruptedException {
    int first = members.size();
    for (int i = 0; i < count; i++) {
      members.add(MemberProcess.start(cluster));
    }
    for (MemberProcess member : members.subList(first, members.size())) {
      addresses.add(member.awaitReady());
    }
  }

  /** A client of the cluster. It is shut down when the last member has ended. */
  HazelcastInstance connect() throws ProblemException {
    ClientConfig config = new ClientConfig().setClusterName(cluster);
    config.setProperty("hazelcast.client.invocation.timeout.seconds", CONNECT_PATIENCE_SECONDS);
    config.getNetworkConfig().setAddresses(addresses);
    config
        .getConnectionStrategyConfig()
        .getConnectionRetryConfig()
        .setClusterConnectTimeoutMillis(1_000L * Integer.parseInt(CONNECT_PATIENCE_SECONDS));
    HazelcastInstance client = HazelcastClient.newHazelcastClient(config);
    if (client.getCluster().getMembers().size() != members.size()) {
      client.shutdown();
      throw new ProblemException("the members have not found each other; try again");
    }
    var unused =
        CompletableFuture.allOf(
                members.stream().map(MemberProcess::onExit).toArray(CompletableFuture[]::new))
            .thenRun(client::shutdown);
    return client;
  }

  /** The process ids of those that run. */
  List<Long> running() {
    return members.stream().filter(MemberProcess::isAlive).map(MemberProcess::pid).toList();
  }

  @Override
  public void close() {
    members.forEach(MemberProcess::end);
  }
}

package io.paipa.cluster.examples;

import com.hazelcast.config.Config;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.jet.config.EdgeConfig;
import io.paipa.cluster.LoopbackMember;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;

/**
 * The program of a member process. The one line that it prints says what became of its start. It
 * ends when its standard input does: so it never outlives the process that has started it, however
 * that ends.
 */
final class Member {
  /** What the line begins with; the address follows. */
  static final String READY = "ready ";

  /**
   * How many files wait between the source and the steps. Each snapshot waits for them all, so they
   * are to be few where a file may take long.
   */
  private static final int QUEUE_SIZE = 4;

  private Member() {}

  /**
   * Starts a member.
   *
   * @param args the cluster's name
   */
  public static void main(String[] args) {
    Thread watch = new Thread(Member::endWithStandardInput, "end-with-parent");
    watch.setDaemon(true);
    watch.start();
    Config config = config(args[0]);
    try {
      HazelcastInstance member = Hazelcast.newHazelcastInstance(config);
      System.out.println(
          READY + "127.0.0.1:" + member.getCluster().getLocalMember().getAddress().getPort());
    } catch (RuntimeException | Error e) {
      System.out.println(words(e, config.getNetworkConfig()));
      Runtime.getRuntime().halt(1); // not all threads of a member that has failed end
    }
  }

  private static Config config(String cluster) {
    Config config = LoopbackMember.config(cluster);
    config.setProperty("hazelcast.wait.seconds.before.join", "0"); // no more than three come
    config.getJetConfig().setDefaultEdgeConfig(new EdgeConfig().setQueueSize(QUEUE_SIZE));
    return config;
  }

  private static String words(Throwable failure, NetworkConfig network) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof BindException) {
        int first = network.getPort();
        return "none of the ports from %d to %d on 127.0.0.1 is free; end what uses them, and try again"
            .formatted(first, first + network.getPortCount() - 1);
      }
    }
    return failure.toString();
  }

  private static void endWithStandardInput() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // as good as its end
    }
    Runtime.getRuntime().halt(0); // the others need no goodbye: they end, too
  }
}

package io.paipa.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;

/**
 * Members of a cluster on this machine alone: for a first run, for tests, and for examples. They
 * listen on 127.0.0.1, look for each other on its ports from 5701 to 5720, and call nobody else.
 * Jet is on, and takes classes from programs. A member waits for another's copy for a second.
 */
public final class LoopbackMember {
  private static final int FIRST_PORT = 5701;
  private static final int PORTS = 20;

  /**
   * Less than what Jet waits before it starts a job again: else snapshots of two starts may mix.
   */
  private static final int BACKUP_PATIENCE_MILLIS = 1_000;

  private LoopbackMember() {}

  /**
   * Starts a member in this JVM. It joins the members of the same cluster on this machine, if there
   * are some. To be shut down by {@link HazelcastInstance#shutdown}.
   *
   * @param clusterName the cluster
   * @return the member
   */
  public static HazelcastInstance start(String clusterName) {
    return Hazelcast.newHazelcastInstance(config(clusterName));
  }

  /**
   * How such a member is set, to be changed and started.
   *
   * @param clusterName the cluster
   * @return a configuration of its own
   */
  public static Config config(String clusterName) {
    Config config = new Config();
    config.setClusterName(clusterName);
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.setProperty(
        "hazelcast.operation.backup.timeout.millis", String.valueOf(BACKUP_PATIENCE_MILLIS));
    config.getJetConfig().setEnabled(true).setResourceUploadEnabled(true);
    NetworkConfig network = config.getNetworkConfig();
    network.setPublicAddress("127.0.0.1").setPort(FIRST_PORT).setPortCount(PORTS);
    network.getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    JoinConfig join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true);
    for (int port = FIRST_PORT; port < FIRST_PORT + PORTS; port++) {
      join.getTcpIpConfig().addMember("127.0.0.1:" + port);
    }
    return config;
  }
}

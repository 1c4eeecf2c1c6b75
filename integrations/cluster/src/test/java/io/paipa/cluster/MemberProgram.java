package io.paipa.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import java.io.IOException;

/** A member as a program of its own. It ends with the program that has started it. */
final class MemberProgram {
  static final String READY = "ready";

  private MemberProgram() {}

  public static void main(String[] arguments) throws IOException {
    Config config = LoopbackMember.config(arguments[0]);
    config.setProperty("hazelcast.partition.count", "31"); // quickly given to others
    config.getJetConfig().setCooperativeThreadCount(1);
    HazelcastInstance member = Hazelcast.newHazelcastInstance(config);
    System.out.println(READY + " " + member.getCluster().getLocalMember().getAddress().getPort());
    while (System.in.read() >= 0) {
      // nobody writes: it is closed when that program is gone
    }
    Runtime.getRuntime().halt(0);
  }
}

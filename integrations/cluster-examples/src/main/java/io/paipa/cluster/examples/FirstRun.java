package io.paipa.cluster.examples;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.jet.Util;
import com.hazelcast.jet.pipeline.Sinks;
import com.hazelcast.jet.pipeline.Sources;
import com.hazelcast.map.IMap;
import io.paipa.Backoff;
import io.paipa.Builder;
import io.paipa.Pipeline;
import io.paipa.Report;
import io.paipa.cluster.ClusterPipeline;
import io.paipa.cluster.ClusterRun;
import io.paipa.cluster.LoopbackMember;
import java.time.Duration;
import java.util.Map;

/** A first run: on a member in this JVM, so that nothing needs to be installed. */
public final class FirstRun {
  private static final int ORDERS = 10_000;
  private static final int CENTS = 250;

  private FirstRun() {}

  /**
   * Prices ten thousand orders.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) {
    System.setProperty("hazelcast.logging.type", "none");
    HazelcastInstance member = LoopbackMember.start("first-run");
    try {
      take(member);
      Report report = price(member).completion().toCompletableFuture().join();
      System.out.println(
          report.state()
              + ": "
              + report.accepted()
              + " orders, "
              + report.steps().get(0).workers()
              + " workers");
      System.out.println("order 1234: " + member.getMap("priced").get(1_234) + " cents");
    } finally {
      member.shutdown();
    }
  }

  /** Orders come into the cluster. */
  static void take(HazelcastInstance hazelcast) {
    IMap<Integer, Integer> orders = hazelcast.getMap("orders");
    for (int id = 0; id < ORDERS; id++) {
      orders.set(id, id % 10); // how many pieces
    }
  }

  static ClusterRun price(HazelcastInstance hazelcast) {
    // tag::run[]
    Builder<Map.Entry<Integer, Integer>, Map.Entry<Integer, Integer>> steps =
        Pipeline.<Map.Entry<Integer, Integer>>named("orders")
            .map("price", order -> Util.entry(order.getKey(), CENTS * order.getValue()))
            .workers(4)
            .retrying(3, Backoff.exponential(Duration.ofMillis(10)));
    ClusterRun run =
        ClusterPipeline.of(steps)
            .pullFrom(Sources.<Integer, Integer>map("orders"))
            .writeTo(Sinks.map("priced"))
            .submit(hazelcast);
    // end::run[]
    return run;
  }
}

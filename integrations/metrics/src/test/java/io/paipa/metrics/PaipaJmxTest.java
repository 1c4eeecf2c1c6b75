package io.paipa.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.Pipeline;
import io.paipa.RateLimiter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Set;
import javax.management.JMException;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.Test;

/** A pipeline as a bean, asked for by the JVM's own server, as a client asks. */
class PaipaJmxTest {
  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

  private static Pipeline<Integer, Void> pipeline(String name) {
    return Pipeline.<Integer>named(name).sink("store", item -> {}).workers(2).build();
  }

  private static ObjectName name(String quoted) throws Exception {
    return new ObjectName("io.paipa:type=Pipeline,name=" + quoted);
  }

  @Test
  void shouldShowAPipelineThatRuns() throws Exception {
    try (Pipeline<Integer, Void> pipeline = pipeline("orders")) {
      PaipaJmx.register(pipeline);
      pipeline.start();
      pipeline.put(1);
      Awaiting.await(() -> pipeline.count() == 1);
      ObjectName name = name("\"orders\"");

      PipelineMXBean bean = JMX.newMXBeanProxy(server, name, PipelineMXBean.class);
      assertThat(server.getAttribute(name, "State")).isEqualTo("RUNNING");
      assertThat(server.getAttribute(name, "Health")).isEqualTo("UP");
      assertThat(server.getAttribute(name, "Accepted")).isEqualTo(1L);
      CompositeData[] steps = (CompositeData[]) server.getAttribute(name, "Steps");
      assertThat(steps).hasSize(1);
      assertThat(steps[0].get("name")).isEqualTo("store");
      assertThat(steps[0].get("workers")).isEqualTo(2);
      assertThat(steps[0].get("queueCapacity")).isEqualTo(1_024);
      assertThat((String) server.invoke(name, "dump", new Object[0], new String[0]))
          .contains("orders", "store");
      assertThat(bean.getName()).isEqualTo("orders");
      pipeline.stop();
      Awaiting.await(() -> !server.isRegistered(name));
    }
  }

  @Test
  void shouldTellHowLongTheRateHeldItemsBack() throws Exception {
    RateLimiter limiter = RateLimiter.of(1, Duration.ofHours(1), 1);
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("slow").sink("store", item -> {}).rate(limiter).build()) {
      PaipaJmx.register(pipeline);
      pipeline.start();
      pipeline.put(1);
      pipeline.put(2);
      ObjectName name = name("\"slow\"");

      Awaiting.await(() -> heldMillis(name) > 0);
      limiter.change(1, Duration.ofNanos(1), 1);
      pipeline.stop();
    }
  }

  private long heldMillis(ObjectName name) {
    try {
      CompositeData[] steps = (CompositeData[]) server.getAttribute(name, "Steps");
      return (long) steps[0].get("heldMillis");
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void shouldTellTwoPipelinesOfOneNameApart() throws Exception {
    try (Pipeline<Integer, Void> first = pipeline("a \"b\", c");
        Pipeline<Integer, Void> second = pipeline("a \"b\", c")) {
      PaipaJmx.register(first);
      PaipaJmx.register(second);

      assertThat(server.queryNames(name("*"), null))
          .isEqualTo(
              Set.of(name(ObjectName.quote("a \"b\", c")), name(ObjectName.quote("a \"b\", c-2"))));
    }
    ObjectName all = name("*");
    Awaiting.await(() -> server.queryNames(all, null).isEmpty());
  }

  @Test
  void shouldRefuseAPipelineThatIsRegistered() {
    try (Pipeline<Integer, Void> pipeline = pipeline("orders")) {
      PaipaJmx.register(pipeline);

      assertThatThrownBy(() -> PaipaJmx.register(pipeline))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("pipeline 'orders' is registered already; once is enough");
    }
  }

  @Test
  void shouldGoOnWhereSomebodyElseHasRemovedTheBean() throws Exception {
    try (Pipeline<Integer, Void> pipeline = pipeline("removed")) {
      PaipaJmx.register(pipeline);
      server.unregisterMBean(name("\"removed\""));
      pipeline.start();
      pipeline.stop();
      PaipaJmx.register(pipeline("removed"));

      assertThat(server.isRegistered(name("\"removed\""))).isTrue();
      server.unregisterMBean(name("\"removed\""));
    }
  }
}

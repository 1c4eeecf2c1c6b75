package io.paipa.metrics;

import io.paipa.Health;
import io.paipa.Pipeline;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/**
 * What a pipeline does, as a bean of the platform's MBean server. Safe for all threads.
 *
 * <p>The bean goes when the pipeline has ended. It reads the pipeline's report when it is asked. It
 * can change nothing.
 */
public final class PaipaJmx {
  private static final BoundPipelines BOUND = new BoundPipelines();

  private PaipaJmx() {}

  /**
   * Registers a {@link PipelineMXBean}, named {@code io.paipa:type=Pipeline,name="…"}. Of pipelines
   * of one name that go on at the same time, the second has {@code -2} behind it, and so on.
   *
   * @param pipeline started or not, never null
   * @throws IllegalStateException if the pipeline is registered already, or the server refuses
   */
  public static void register(Pipeline<?, ?> pipeline) {
    Objects.requireNonNull(pipeline, "pipeline: null has nothing to be shown");
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    Registration registration = new Registration(server);
    LatestReport latest = new LatestReport(pipeline);
    if (!BOUND.show(pipeline, name -> registration.register(name, latest), registration::remove)) {
      throw new IllegalStateException(
          "pipeline '" + pipeline.name() + "' is registered already; once is enough");
    }
    pipeline.whenEnded(report -> BOUND.end(pipeline));
  }

  /** A bean's name at the server, once it has one. Used under the monitor of the pipelines. */
  private static final class Registration {
    private final MBeanServer server;
    private final List<ObjectName> names = new ArrayList<>();

    Registration(MBeanServer server) {
      this.server = server;
    }

    void register(String name, LatestReport latest) {
      try {
        ObjectName objectName =
            new ObjectName("io.paipa:type=Pipeline,name=" + ObjectName.quote(name));
        server.registerMBean(
            new StandardMBean(new Values(latest), PipelineMXBean.class, true), objectName);
        names.add(objectName);
      } catch (JMException e) {
        throw new IllegalStateException(
            "pipeline '" + name + "' could not be registered with the MBean server", e);
      }
    }

    void remove() {
      for (ObjectName name : names) {
        try {
          server.unregisterMBean(name);
        } catch (InstanceNotFoundException e) {
          // somebody else has removed it
        } catch (JMException e) {
          throw new IllegalStateException(name + " could not be removed from the MBean server", e);
        }
      }
      names.clear();
    }
  }

  private record Values(LatestReport latest) implements PipelineMXBean {
    @Override
    public String getName() {
      return latest.get().pipelineName();
    }

    @Override
    public String getState() {
      return latest.pipeline().state().name();
    }

    @Override
    public String getHealth() {
      Health health = latest.pipeline().health();
      return health.status()
          + health.step().map(step -> ", step '" + step + "'").orElse("")
          + health.reason().map(reason -> ": " + reason).orElse("");
    }

    @Override
    public long getAccepted() {
      return latest.get().accepted();
    }

    @Override
    public String getBottleneck() {
      return latest.get().bottleneck().map(Object::toString).orElse("");
    }

    @Override
    public List<StepValues> getSteps() {
      return latest.get().steps().stream().<StepValues>map(ReportedStep::new).toList();
    }

    @Override
    public String dump() {
      return latest.pipeline().dump();
    }
  }
}

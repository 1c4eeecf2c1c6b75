package io.paipa.benchmarks;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.jet.core.processor.Processors;
import com.hazelcast.jet.pipeline.Pipeline;
import io.paipa.StepOptions;
import io.paipa.cluster.ClusterPipeline;
import io.paipa.cluster.LoopbackMember;
import java.util.concurrent.TimeUnit;

/** Two cheap steps as a job of a cluster, which is one member in this JVM. Each run is a job. */
final class ClusterContender implements Contender {
  private static final long PATIENCE_MINUTES = 2;

  private final Kind kind;
  private final HazelcastInstance member;

  /** What the steps are. */
  enum Kind {
    /** A pipeline on the cluster module. */
    PAIPA,
    /** A vertex each. */
    JET_VERTICES,
    /** One vertex, which Jet makes of two maps. */
    JET_FUSED
  }

  ClusterContender(Kind kind) {
    this.kind = kind;
    Config config = LoopbackMember.config("benchmark-" + ProcessHandle.current().pid());
    config.setProperty("hazelcast.logging.type", "none");
    member = Hazelcast.newHazelcastInstance(config);
  }

  @Override
  public Checksum run(Iterable<Integer> items, int capacity) throws Exception {
    JobEnds.prepare(items);
    switch (kind) {
      case PAIPA -> paipa(capacity);
      case JET_VERTICES -> end(vertices());
      case JET_FUSED -> end(fused());
    }
    return JobEnds.arrived();
  }

  private void paipa(int capacity) throws Exception {
    var unused =
        ClusterPipeline.of(
                io.paipa.Pipeline.<Integer>named("steps")
                    .defaults(StepOptions.options().capacity(capacity))
                    .map("first", item -> item)
                    .map("second", item -> item))
            .pullFrom(JobEnds.source())
            .writeTo(JobEnds.sink())
            .submit(member)
            .completion()
            .toCompletableFuture()
            .get(PATIENCE_MINUTES, TimeUnit.MINUTES);
  }

  /** Jet makes one vertex of maps that stand side by side, but not of transforms of one's own. */
  static Pipeline vertices() {
    Pipeline job = Pipeline.create();
    job.readFrom(JobEnds.source())
        .<Integer>customTransform("first", Processors.<Integer, Integer>mapP(item -> item))
        .setLocalParallelism(1)
        .<Integer>customTransform("second", Processors.<Integer, Integer>mapP(item -> item))
        .setLocalParallelism(1)
        .writeTo(JobEnds.sink());
    return job;
  }

  static Pipeline fused() {
    Pipeline job = Pipeline.create();
    job.readFrom(JobEnds.source())
        .map(item -> item)
        .setLocalParallelism(1)
        .map(item -> item)
        .setLocalParallelism(1)
        .writeTo(JobEnds.sink());
    return job;
  }

  private void end(Pipeline job) throws Exception {
    var unused = member.getJet().newJob(job).getFuture().get(PATIENCE_MINUTES, TimeUnit.MINUTES);
  }

  @Override
  public void close() {
    member.shutdown();
  }
}

package io.paipa.cluster;

import static com.hazelcast.jet.config.ProcessingGuarantee.AT_LEAST_ONCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.jet.config.JobConfig;
import com.hazelcast.jet.pipeline.Sinks;
import com.hazelcast.jet.pipeline.test.TestSources;
import io.paipa.Backoff;
import io.paipa.Builder;
import io.paipa.ContextPropagation;
import io.paipa.FailurePolicy;
import io.paipa.Pipeline;
import io.paipa.Tracker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What can't run there is refused by the submit, which says where it is and what to do. */
@ExtendWith(SharedMember.class)
class RefusalsTest {
  /** Can't be sent. */
  private static final class Connection {
    Integer ask(Integer item) {
      return item;
    }
  }

  private static <O> ClusterPipeline<Integer, O> from(Builder<Integer, O> builder) {
    return ClusterPipeline.of(builder).pullFrom(TestSources.items(1, 2, 3));
  }

  private static void shouldRefuse(
      HazelcastInstance member, Builder<Integer, Integer> builder, String... words) {
    assertThatThrownBy(() -> from(builder).writeTo(Sinks.noop()).submit(member))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void shouldNameTheClassThatAFunctionHas(HazelcastInstance member) {
    Connection connection = new Connection();
    Builder<Integer, Integer> steps =
        Pipeline.<Integer>named("asked").map("first", item -> item).map("ask", connection::ask);

    shouldRefuse(
        member,
        steps,
        "pipeline 'asked', step 'ask' can't be sent to the members",
        Connection.class.getName(),
        "onWorkerStart");
    assertThatThrownBy(() -> ClusterPipeline.of(steps).batchStage())
        .hasMessageContaining("step 'ask'");
  }

  @Test
  void shouldNameTheStepWhoseOptionCannotBeSent(HazelcastInstance member) {
    Connection connection = new Connection();

    shouldRefuse(
        member,
        Pipeline.<Integer>named("asked")
            .map("ask", item -> item)
            .onFailure(FailurePolicy.deadLetter(failed -> connection.ask(failed.item()))),
        "step 'ask'",
        Connection.class.getName());
    shouldRefuse(
        member,
        Pipeline.<Integer>named("asked")
            .map("ask", item -> item)
            .retrying(3, Backoff.none(), e -> connection.ask(1) == 1),
        "step 'ask'",
        Connection.class.getName());
  }

  @Test
  void shouldSendARetryPredicateThatHoldsNothing(HazelcastInstance member) throws Exception {
    Runs.end(
        from(Pipeline.<Integer>named("retried")
                .map("ask", item -> item)
                .retrying(3, Backoff.fixed(Duration.ofMillis(1)), IOException.class::isInstance))
            .writeTo(Sinks.noop())
            .submit(member));
  }

  /** Takes nothing along. */
  private static final class Nowhere implements ContextPropagation {
    @Override
    public @Nullable Object capture() {
      return null;
    }

    @Override
    public Scope restore(Object context) {
      return () -> {};
    }
  }

  @Test
  void shouldRefuseWhatIsOfThisProgramAlone(HazelcastInstance member) {
    Builder<Integer, Integer> steps = Pipeline.<Integer>named("own").map("same", item -> item);

    shouldRefuse(member, steps.threadFactory(Thread::new), "threadFactory", "leave it out");
    shouldRefuse(member, steps.tracker(new Tracker() {}), "tracker", "ClusterRun.report()");
    shouldRefuse(member, steps.contextPropagation(new Nowhere()), "contextPropagation");
    shouldRefuse(
        member,
        Pipeline.<Integer>named("own")
            .map("same", item -> item)
            .workers(2)
            .ordered()
            .keyed(item -> item),
        "ordered and keyed exclude each other");
  }

  private static ClusterPipeline<Integer, Integer> iterated() {
    return from(Pipeline.<Integer>named("iterated").<Integer>iterate("all", items -> items))
        .writeTo(Sinks.noop());
  }

  @Test
  void shouldRefuseIteratorStepsUnderAGuarantee(HazelcastInstance member) throws Exception {
    assertThatThrownBy(
            () -> iterated().guarantee(AT_LEAST_ONCE, Duration.ofSeconds(1)).submit(member))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("pipeline 'iterated', step 'all': an iterator step")
        .hasMessageContaining("leave out the guarantee");
    assertThatThrownBy(
            () ->
                iterated()
                    .configured(config -> config.setProcessingGuarantee(AT_LEAST_ONCE))
                    .submit(member))
        .hasMessageContaining("an iterator step");
    Runs.end(iterated().submit(member));
  }

  /** There the guarantee is known only when the job runs. */
  @Test
  void shouldRefuseIteratorStepsInAPipelineOfJetUnderAGuarantee(HazelcastInstance member) {
    var job = com.hazelcast.jet.pipeline.Pipeline.create();
    job.readFrom(TestSources.items(1, 2, 3))
        .apply(
            ClusterPipeline.of(
                    Pipeline.<Integer>named("iterated").<Integer>iterate("all", items -> items))
                .batchStage())
        .writeTo(Sinks.noop());

    assertThatThrownBy(
            () ->
                member
                    .getJet()
                    .newJob(job, new JobConfig().setProcessingGuarantee(AT_LEAST_ONCE))
                    .getFuture()
                    .get(50, TimeUnit.SECONDS))
        .hasMessageContaining("pipeline 'iterated', step 'all': an iterator step");
  }

  @Test
  void shouldNeedASourceAndASink(HazelcastInstance member) {
    Builder<Integer, Integer> steps = Pipeline.<Integer>named("open").map("same", item -> item);

    assertThatThrownBy(() -> ClusterPipeline.of(steps).writeTo(Sinks.noop()).submit(member))
        .hasMessageContaining("pullFrom(...)");
    assertThatThrownBy(() -> from(steps).submit(member)).hasMessageContaining("writeTo(...)");
    assertThatThrownBy(
            () -> from(steps.sink("end", item -> {})).writeTo(Sinks.noop()).submit(member))
        .hasMessageContaining("leave writeTo out");
    assertThatThrownBy(
            () ->
                ClusterPipeline.of(Pipeline.<Integer>named("empty"))
                    .pullFrom(TestSources.items(1))
                    .submit(member))
        .hasMessageContaining("has no steps");
  }

  @Test
  void shouldRefuseAClusterWideStepThatIsNoneOrHasMoreWorkers(HazelcastInstance member) {
    Builder<Integer, Integer> steps =
        Pipeline.<Integer>named("wide").map("number", item -> item).workers(2);

    assertThatThrownBy(() -> from(steps).clusterWide("nunber").writeTo(Sinks.noop()).submit(member))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("there is no such step; there are [number]");
    assertThatThrownBy(() -> from(steps).clusterWide("number").writeTo(Sinks.noop()).submit(member))
        .hasMessageContaining("step 'number'")
        .hasMessageContaining("has 2");
  }

  @Test
  void shouldRefuseAnIntervalThatIsNone() {
    ClusterPipeline<Integer, Integer> pipeline =
        from(Pipeline.<Integer>named("often").map("same", item -> item));

    assertThatThrownBy(() -> pipeline.guarantee(AT_LEAST_ONCE, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("too short");
  }

  /** Keeps what is logged. */
  private static final class Kept extends Handler {
    private final List<String> warnings = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord entry) {
      warnings.add(java.text.MessageFormat.format(entry.getMessage(), entry.getParameters()));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private static ClusterPipeline<Integer, Integer> patient() {
    return from(Pipeline.<Integer>named("patient")
            .map("ask", item -> item)
            .retrying(8, Backoff.exponential(Duration.ofSeconds(1))))
        .writeTo(Sinks.noop());
  }

  @Test
  void shouldWarnOfBackoffsThatMakeSnapshotsLateAndOfSourcesThatBeginAnew(HazelcastInstance member)
      throws Exception {
    Logger logger = Logger.getLogger("io.paipa.cluster");
    Kept kept = new Kept();
    logger.addHandler(kept);
    try {
      Runs.end(patient().submit(member));
      assertThat(kept.warnings).isEmpty();
      Runs.end(patient().guarantee(AT_LEAST_ONCE, Duration.ofSeconds(10)).submit(member));
    } finally {
      logger.removeHandler(kept);
    }

    assertThat(kept.warnings)
        .anySatisfy(
            warning ->
                assertThat(warning).contains("pipeline 'patient', step 'ask'", "PT1M", "PT10S"))
        .anySatisfy(
            warning ->
                assertThat(warning).contains("pipeline 'patient': its source ends", "count twice"))
        .hasSize(2);
  }

  @Test
  void shouldSayWhichSettingTurnsJetOn() {
    Config config = LoopbackMember.config("without-jet");
    config.getJetConfig().setEnabled(false);
    HazelcastInstance without = Hazelcast.newHazelcastInstance(config);
    try {
      shouldRefuse(
          without,
          Pipeline.<Integer>named("off").map("same", item -> item),
          "pipeline 'off': the members' Jet engine is off",
          "hazelcast.jet.enabled");
    } finally {
      without.shutdown();
    }
  }

  private static ClusterPipeline<Integer, Integer> sent() {
    return from(Pipeline.<Integer>named("sent").map("same", item -> item)).writeTo(Sinks.noop());
  }

  @Test
  void shouldSayWhichSettingLetsMembersTakeClasses() {
    Config config = LoopbackMember.config("without-upload");
    config.getJetConfig().setResourceUploadEnabled(false);
    HazelcastInstance without = Hazelcast.newHazelcastInstance(config);
    try {
      assertThatThrownBy(
              () -> sent().configured(job -> job.addClass(RefusalsTest.class)).submit(without))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("hazelcast.jet.resource-upload-enabled");
      assertThatCode(() -> Runs.end(sent().submit(without))).doesNotThrowAnyException();
    } finally {
      without.shutdown();
    }
  }
}

package io.paipa.cluster;

import static com.hazelcast.jet.config.ProcessingGuarantee.EXACTLY_ONCE;
import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.jet.Util;
import com.hazelcast.jet.pipeline.Sinks;
import io.paipa.Pipeline;
import io.paipa.PipelineState;
import io.paipa.Report;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A run that is started again and again keeps few records, and an exact report. */
@Timeout(100)
@ExtendWith(SharedMember.class)
class OldRecordsTest {
  private static final int STARTS = 12;
  private static final int FAILED_STARTS = 4;
  private static final Duration LIMIT = Duration.ofSeconds(40);

  /** The newest start, and the two newest of which all places have told. */
  private static final int STARTS_KEPT = 3;

  private static long records(HazelcastInstance member, ClusterRun run) {
    String job = Util.idToString(run.job().getId());
    return Records.in(member).keySet().stream().filter(key -> key.startsWith(job)).count();
  }

  @Test
  void shouldBeRemovedWhenARunIsResumed(HazelcastInstance member) throws Exception {
    ClusterRun run =
        ClusterPipeline.of(Pipeline.<Integer>named("resumed often").map("same", item -> item))
            .pullFrom(Numbers.upTo(STARTS * 100))
            .writeTo(Sinks.noop())
            .guarantee(EXACTLY_ONCE, Duration.ofSeconds(30))
            .submit(member);
    long accepted = 0;
    for (int start = 1; start <= STARTS; start++) {
      Report report = run.drain(LIMIT);
      assertThat(report.state()).isEqualTo(PipelineState.DRAINED);
      assertThat(report.accepted()).isGreaterThanOrEqualTo(accepted);
      accepted = report.accepted();
      run.resume();
    }
    Awaiting.await("all numbers", () -> run.report().accepted() == STARTS * 100);
    Awaiting.await("few records", () -> records(member, run) <= STARTS_KEPT);
    assertThat(run.drain(LIMIT).accepted()).isEqualTo(STARTS * 100);
    run.cancel();
  }

  private static final AtomicInteger FAILURES = new AtomicInteger();

  private static Integer failForAWhile(Integer item) {
    if (FAILURES.incrementAndGet() <= FAILED_STARTS) {
      throw new HazelcastInstanceNotActiveException();
    }
    return item;
  }

  /** No place of such a start tells of more than its failure. */
  @Test
  void shouldBeRemovedWhenARunFailsAndBeginsAgain(HazelcastInstance member) throws Exception {
    ClusterRun run =
        ClusterPipeline.of(
                Pipeline.<Integer>named("begun often").map("ask", OldRecordsTest::failForAWhile))
            .pullFrom(Numbers.upTo(100))
            .writeTo(Sinks.noop())
            .submit(member);
    Awaiting.await("a start that goes well", () -> FAILURES.get() > FAILED_STARTS);
    Awaiting.await("few records", () -> records(member, run) <= STARTS_KEPT);
    run.cancel();
  }
}

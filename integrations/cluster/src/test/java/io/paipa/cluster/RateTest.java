package io.paipa.cluster;

import static com.hazelcast.jet.config.ProcessingGuarantee.EXACTLY_ONCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.jet.pipeline.Sinks;
import com.hazelcast.jet.pipeline.test.TestSources;
import io.paipa.Builder;
import io.paipa.Pipeline;
import io.paipa.PipelineState;
import io.paipa.RateLimiter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Which limiter the steps on a member have. All begin with a bucket of five, which nothing fills as
 * long as a test lives: so what is left of it tells who has taken from it.
 */
@Timeout(100)
@ExtendWith(SharedMember.class)
class RateTest {
  private static final Duration LONG = Duration.ofSeconds(40);

  private final RateLimiter limiter = RateLimiter.of(1, Duration.ofHours(1), 5);

  /** The first step takes a permit for an item, the second two; the last tells what is left. */
  private Builder<Integer, Integer> steps(String name) {
    RateLimiter shared = limiter; // what a function has is sent with it
    return Pipeline.<Integer>named(name)
        .map("first", item -> item)
        .rate(shared)
        .map("second", item -> item)
        .rate(shared, item -> 2)
        .map("left", item -> left(shared));
  }

  private static int left(RateLimiter limiter) {
    try (RateLimiter.Share share = limiter.share(System::nanoTime, () -> {})) {
      int permits = 0;
      while (share.nanosUntil(permits + 1) == 0) {
        permits++;
      }
      return permits;
    }
  }

  private List<Integer> leftAfterOneItem(
      HazelcastInstance member, String name, String... clusterWide) throws Exception {
    ClusterPipeline<Integer, Integer> pipeline = ClusterPipeline.of(steps(name));
    for (String step : clusterWide) {
      pipeline = pipeline.clusterWide(step);
    }
    Runs.end(pipeline.pullFrom(TestSources.items(1)).writeTo(Sinks.list(name)).submit(member));
    return List.copyOf(member.<Integer>getList(name));
  }

  @Test
  void shouldBeSharedByTheStepsOfAMember(HazelcastInstance member) throws Exception {
    assertThat(leftAfterOneItem(member, "shared rate")).containsExactly(2);
    assertThat(left(limiter)).isEqualTo(5); // of this program
  }

  @Test
  void shouldNotBeSharedAcrossAClusterWideStep(HazelcastInstance member) throws Exception {
    assertThat(leftAfterOneItem(member, "cut rate", "second")).containsExactly(5);
  }

  @Test
  void shouldBeginWithAFullBucketAtEachStart(HazelcastInstance member) throws Exception {
    Numbers.limit(member, 1);
    try {
      ClusterRun run =
          ClusterPipeline.of(steps("rate of each start"))
              .pullFrom(Numbers.upTo(2))
              .writeTo(Sinks.list("rate of each start"))
              .guarantee(EXACTLY_ONCE, Duration.ofSeconds(30))
              .submit(member);
      List<Integer> left = member.getList("rate of each start");
      Awaiting.await("the first item", () -> left.size() == 1);
      run.drain(LONG);
      Numbers.limit(member, 2);
      run.resume();
      Awaiting.await("the second item", () -> left.size() == 2);

      assertThat(left).containsExactly(2, 2); // the same bucket would not let it begin
      run.cancel();
      Runs.end(run);
    } finally {
      Numbers.limit(member, Integer.MAX_VALUE);
    }
  }

  /** Six items, the sixth of which waits for an hour. */
  @Test
  void shouldHoldASnapshotUp(HazelcastInstance member) throws Exception {
    ClusterRun run =
        ClusterPipeline.of(
                Pipeline.<Integer>named("held snapshot").map("ask", item -> item).rate(limiter))
            .pullFrom(Numbers.upTo(6))
            .writeTo(Sinks.list("held snapshot"))
            .guarantee(EXACTLY_ONCE, Duration.ofSeconds(30))
            .submit(member);
    Awaiting.await("five items", () -> member.getList("held snapshot").size() == 5);

    assertThatThrownBy(() -> run.drain(Duration.ofMillis(500)))
        .isInstanceOf(TimeoutException.class)
        .hasMessageContaining("its snapshot waits for what is in work");
    run.cancel();
    assertThat(Runs.end(run).state()).isEqualTo(PipelineState.ABORTED);
    assertThat(member.getList("held snapshot")).hasSize(5);
  }
}

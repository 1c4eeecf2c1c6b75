package io.paipa.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.jet.pipeline.Sinks;
import com.hazelcast.jet.pipeline.test.TestSources;
import io.paipa.Pipeline;
import io.paipa.PipelineState;
import io.paipa.RateLimiter;
import io.paipa.Report;
import io.paipa.StepReport;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** How items come to the members: two, in this JVM. */
@Timeout(100)
@ExtendWith(SharedMember.class)
class SeveralMembersTest {
  private static final int COUNT = 10_000;
  private static final int KEYS = 10;

  private static HazelcastInstance other;

  /** And waits until it has its share of the data: a job that begins before may begin again. */
  @BeforeAll
  static void startAnother(HazelcastInstance member) {
    other = SharedMember.another();
    Awaiting.await(
        "two members",
        () ->
            member.getCluster().getMembers().size() == 2
                && member.getPartitionService().isClusterSafe());
  }

  @AfterAll
  static void shutDown() {
    other.shutdown();
  }

  private static List<Integer> numbers() {
    return IntStream.range(0, COUNT).boxed().toList();
  }

  /** Which instances of the pipeline had which keys: all are in this JVM. */
  private static final Map<Integer, List<Integer>> SEEN = new ConcurrentHashMap<>();

  @Test
  void shouldGiveAllItemsOfAKeyToOneMemberInTheirOrder(HazelcastInstance member) throws Exception {
    Report report =
        Runs.end(
            ClusterPipeline.of(
                    Pipeline.<Integer>named("keyed")
                        .peek("look", SeveralMembersTest::see)
                        .workers(3)
                        .keyed(item -> item % KEYS))
                .pullFrom(TestSources.items(numbers()))
                .rebalancedBy(item -> item % KEYS)
                .writeTo(Sinks.noop())
                .submit(member));

    for (int key = 0; key < KEYS; key++) {
      int residue = key;
      assertThat(SEEN.get(key))
          .containsExactlyElementsOf(
              numbers().stream().filter(item -> item % KEYS == residue).toList());
    }
    assertThat(report.steps().get(0).workers()).isEqualTo(6);
    assertThat(report.steps().get(0).done()).isEqualTo(COUNT);
  }

  private static void see(Integer item) {
    SEEN.computeIfAbsent(item % KEYS, key -> new java.util.concurrent.CopyOnWriteArrayList<>())
        .add(item);
  }

  /** With one member alone there is nothing to choose, and nobody asks for keys. */
  @Test
  void shouldNameTheItemWhoseKeyIsNull(HazelcastInstance member) throws Exception {
    Map<Integer, String> keys = new HashMap<>(Map.of(1, "a", 2, "b"));
    Report report =
        Runs.end(
            ClusterPipeline.of(Pipeline.<Integer>named("no key").map("same", item -> item))
                .pullFrom(TestSources.items(1, 3, 2))
                .rebalancedBy(keys::get)
                .writeTo(Sinks.noop())
                .submit(member));

    assertThat(report.state()).isEqualTo(PipelineState.FAILED);
    assertThat(report.failure().orElseThrow())
        .hasMessageContaining("pipeline 'no key': rebalancedBy: the key of an item is null")
        .hasMessageContaining(": 3");
  }

  /** Numbers the items that it gets. */
  private static final class Numbering implements io.paipa.Step<Integer, Integer> {
    private final AtomicInteger next = new AtomicInteger();

    @Override
    public void process(Integer item, io.paipa.Emitter<Integer> out) {
      out.emit(next.getAndIncrement());
    }
  }

  @Test
  void shouldHaveAStepOnceInTheClusterAndGoOnEverywhere(HazelcastInstance member) throws Exception {
    Report report =
        Runs.end(
            ClusterPipeline.of(
                    Pipeline.<Integer>named("numbered")
                        .map("before", item -> item)
                        .workers(2)
                        .step("number", Numbering::new)
                        .map("after", item -> item)
                        .workers(2))
                .clusterWide("number")
                .pullFrom(TestSources.items(numbers()))
                .rebalanced()
                .writeTo(Sinks.list("numbered"))
                .submit(member));

    assertThat(member.<Integer>getList("numbered")).containsExactlyInAnyOrderElementsOf(numbers());
    assertThat(report.steps())
        .extracting(StepReport::stepName)
        .containsExactly("before", "number", "after");
    assertThat(report.steps()).extracting(StepReport::done).containsOnly((long) COUNT);
    assertThat(report.accepted()).isEqualTo(COUNT);
  }

  /** How many items each worker has begun, of each run by its name. */
  private static final Map<String, Map<Thread, Integer>> BEGUN = new ConcurrentHashMap<>();

  private static List<Integer> begun(String name) {
    return List.copyOf(BEGUN.getOrDefault(name, Map.of()).values());
  }

  private static Integer begin(String name, Integer item) {
    BEGUN
        .computeIfAbsent(name, any -> new ConcurrentHashMap<>())
        .merge(Thread.currentThread(), 1, Integer::sum);
    return item;
  }

  private static ClusterRun submit(
      HazelcastInstance member, ClusterPipeline<Integer, Integer> pipeline) {
    return pipeline
        .pullFrom(TestSources.items(numbers()))
        .rebalanced()
        .writeTo(Sinks.noop())
        .submit(member);
  }

  /** Five begin, and no more for an hour. */
  private static RateLimiter five() {
    return RateLimiter.of(1, Duration.ofHours(1), 5);
  }

  @Test
  void shouldGiveEachMemberTheWholeRate(HazelcastInstance member) throws Exception {
    RateLimiter limiter = five();
    ClusterRun run =
        submit(
            member,
            ClusterPipeline.of(
                Pipeline.<Integer>named("rate of each")
                    .map("ask", item -> begin("rate of each", item))
                    .rate(limiter)));
    limiter.change(1, Duration.ofNanos(1), COUNT); // here, and not there

    Awaiting.await("five items on each", () -> begun("rate of each").equals(List.of(5, 5)));
    Awaiting.await("a report of those that wait", () -> run.report().accepted() > 10);
    run.cancel();
    assertThat(Runs.end(run).steps().get(0).done()).isEqualTo(10);
    assertThat(begun("rate of each")).containsExactly(5, 5);
  }

  @Test
  void shouldKeepToOneRateInTheClusterWhereTheStepIsThereOnce(HazelcastInstance member)
      throws Exception {
    ClusterRun run =
        submit(
            member,
            ClusterPipeline.of(
                    Pipeline.<Integer>named("rate of all")
                        .mapAsync(
                            "ask",
                            16,
                            item -> CompletableFuture.completedFuture(begin("rate of all", item)))
                        .rate(five()))
                .clusterWide("ask"));

    Awaiting.await("five items", () -> begun("rate of all").equals(List.of(5)));
    Awaiting.await("a report of those that wait", () -> run.report().accepted() > 5);
    run.cancel();
    assertThat(Runs.end(run).steps().get(0).done()).isEqualTo(5);
    assertThat(begun("rate of all")).containsExactly(5);
  }

  @Test
  void shouldSpreadItemsOverTheMembers(HazelcastInstance member) throws Exception {
    Runs.end(
        ClusterPipeline.of(
                Pipeline.<Integer>named("spread")
                    .map(
                        "where",
                        item ->
                            Thread.currentThread().getName()
                                + System.identityHashCode(Thread.currentThread())))
            .pullFrom(TestSources.items(numbers()))
            .rebalanced()
            .writeTo(Sinks.list("spread"))
            .submit(member));

    assertThat(
            member.<String>getList("spread").stream()
                .collect(Collectors.groupingBy(where -> where, Collectors.counting())))
        .hasSize(2);
  }
}

package io.paipa.coroutine;

import static io.paipa.coroutine.Recipe.chunk;
import static io.paipa.coroutine.Recipe.consume;
import static io.paipa.coroutine.Recipe.filtering;
import static io.paipa.coroutine.Recipe.flatten;
import static io.paipa.coroutine.Recipe.mapping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.paipa.Pipeline;
import io.paipa.PipelineException;
import io.paipa.PipelineState;
import io.paipa.Report;
import io.paipa.Reporter;
import io.paipa.StepReport;
import io.paipa.StepUsage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a debugger counts and measures, and whom it tells. */
class RuntimeDebuggerTest {
  private final List<Report> reports = new CopyOnWriteArrayList<>();
  private final RuntimeDebugger debugger =
      RuntimeDebugger.named("numbers").reportingTo(reports::add);

  private static List<Integer> numbers(int count) {
    return IntStream.rangeClosed(1, count).boxed().toList();
  }

  private Report last() {
    return reports.get(reports.size() - 1);
  }

  private StepReport step(String name) {
    return last().steps().stream()
        .filter(step -> step.stepName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private StepUsage usage(String name) {
    return step(name).usage().orElseThrow();
  }

  private static void assertBalanced(Report report) {
    for (StepReport step : report.steps()) {
      assertThat(step.done() + step.skipped() + step.failed() + step.inHand())
          .isEqualTo(step.received());
    }
  }

  @Test
  void shouldCountWhatEachStepGetsAndGives() {
    Recipe<Integer, Integer> recipe =
        Recipe.<Integer>identity()
            .then("odd", filtering(i -> i % 2 != 0))
            .then("chunk", chunk(4))
            .then("flat", flatten())
            .debuggedBy(debugger);

    assertThat(recipe.on(numbers(20)).stream()).hasSize(10).startsWith(1, 3, 5);

    assertThat(last().pipelineName()).isEqualTo("numbers");
    assertThat(last().state()).isEqualTo(PipelineState.COMPLETED);
    assertThat(last().accepted()).isEqualTo(20);
    assertThat(last().steps())
        .extracting(
            StepReport::stepName,
            StepReport::received,
            StepReport::skipped,
            StepReport::emitted,
            step -> step.usage().orElseThrow().elements())
        .containsExactly(
            tuple("odd", 20L, 10L, 10L, 10L),
            tuple("chunk", 10L, 0L, 3L, 10L),
            tuple("flat", 3L, 0L, 10L, 10L));
    assertBalanced(last());
  }

  @Test
  void shouldMeasureOwnTimeWithoutTheNeighbours() {
    long[] slept = new long[3];
    Iterator<Integer> source =
        new Iterator<>() {
          private int given;

          @Override
          public boolean hasNext() {
            return given < 3;
          }

          @Override
          public Integer next() {
            slept[0] += sleep(5);
            return ++given;
          }
        };
    Recipe<Integer, Integer> recipe =
        Recipe.<Integer>identity()
            .then("slow", mapping(i -> slow(i, slept, 1, 20)))
            .then("quick", mapping(i -> i))
            .then("slower", items -> new Sleeping(items, slept))
            .debuggedBy(debugger);

    try (CloseableIterator<Integer> results = recipe.on(source)) {
      while (results.hasNext()) {
        results.next();
        sleep(15); // the reader's time is no step's
      }
    }

    long whole = last().elapsed().toNanos();
    assertThat(usage("slow").ownTime().toNanos()).isBetween(slept[1], whole - slept[0] - slept[2]);
    assertThat(usage("slower").ownTime().toNanos())
        .isBetween(slept[2], whole - slept[0] - slept[1]);
    assertThat(usage("quick").ownTime().toNanos())
        .isBetween(1L, whole - slept[0] - slept[1] - slept[2]);
  }

  private static long sleep(int millis) {
    long start = System.nanoTime();
    long end = start + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
    return System.nanoTime() - start;
  }

  private static int slow(int item, long[] slept, int index, int millis) {
    slept[index] += sleep(millis);
    return item;
  }

  private static final class Sleeping implements Iterator<Integer> {
    private final Iterator<Integer> items;
    private final long[] slept;

    Sleeping(Iterator<Integer> items, long[] slept) {
      this.items = items;
      this.slept = slept;
    }

    @Override
    public boolean hasNext() {
      return items.hasNext();
    }

    @Override
    public Integer next() {
      return slow(items.next(), slept, 2, 30);
    }
  }

  @Test
  void shouldMeasureProcessorTimeAndWhatIsAllocated() {
    Recipe<Integer, Integer> recipe =
        Recipe.<Integer>identity()
            .then("sleep", mapping(i -> slow(i, new long[1], 0, 20)))
            .then("burn", mapping(RuntimeDebuggerTest::burn))
            .then("allocate", mapping(i -> new byte[1_000_000].length + i))
            .debuggedBy(debugger);

    assertThat(consume(recipe.on(numbers(10)))).isEqualTo(10);

    assertThat(usage("allocate").allocatedBytes().orElseThrow()).isGreaterThan(9_999_999);
    assertThat(usage("burn").allocatedBytes().orElseThrow()).isLessThan(1_000_000);
    assertThat(processorTime("burn")).isGreaterThan(Duration.ofMillis(90));
    assertThat(processorTime("sleep")).isLessThan(Duration.ofMillis(90));
  }

  private Duration processorTime(String step) {
    StepUsage usage = usage(step);
    return usage.userTime().orElseThrow().plus(usage.systemTime().orElseThrow());
  }

  /** Ten milliseconds of the processor. */
  private static int burn(int item) {
    ThreadMeter thread = ThreadMeter.best();
    long end = thread.processorNanos() + 10_000_000;
    int burnt = item;
    while (thread.processorNanos() < end) {
      burnt = 31 * burnt + 1;
    }
    return burnt == 0 ? 1 : item;
  }

  @Test
  void shouldCountTheUsersCountersForEachStep() {
    int[] queries = new int[1];
    Recipe<Integer, Integer> recipe =
        Recipe.<Integer>identity()
            .then("one", mapping(i -> query(i, queries, 1)))
            .then("none", mapping(i -> i))
            .then("three", mapping(i -> query(i, queries, 3)))
            .debuggedBy(debugger.counting("queries", () -> queries[0]));
    queries[0] = 100;

    consume(recipe.on(numbers(5)));

    assertThat(usage("one").counters()).containsExactly(Map.entry("queries", 5L));
    assertThat(usage("none").counters()).containsEntry("queries", 0L);
    assertThat(usage("three").counters()).containsEntry("queries", 15L);
  }

  private static int query(int item, int[] queries, int count) {
    queries[0] += count;
    return item;
  }

  @Test
  void shouldReportEveryInterval() {
    Recipe<Integer, Integer> recipe =
        Recipe.<Integer>identity()
            .then("slow", mapping(i -> slow(i, new long[1], 0, 4)))
            .then("quick", mapping(i -> i))
            .debuggedBy(debugger.every(Duration.ofMillis(8)));
    consume(recipe.on(numbers(10)));
    assertThat(reports).hasSizeGreaterThan(2);
    assertThat(reports.subList(0, reports.size() - 1))
        .allMatch(report -> report.state() == PipelineState.RUNNING)
        .allSatisfy(RuntimeDebuggerTest::assertBalanced);
    assertThat(reports).isSortedAccordingTo((a, b) -> Long.compare(a.accepted(), b.accepted()));
  }

  @Test
  void shouldReportOnceAtTheEndHoweverItEnds() {
    Recipe<Integer, Integer> recipe =
        Recipe.<Integer>identity()
            .then("divide", mapping(i -> 12 / (4 - i)))
            .then("last", mapping(i -> i))
            .debuggedBy(debugger);
    try (CloseableIterator<Integer> results = recipe.on(Counted.endless())) {
      consume(results, 2);
      assertThat(reports).isEmpty();
    }
    assertThat(reports).hasSize(1);
    assertThat(last().state()).isEqualTo(PipelineState.ABORTED);
    assertThat(step("last").emitted()).isEqualTo(2);

    assertThatThrownBy(() -> consume(recipe.on(Counted.endless())))
        .isInstanceOf(ArithmeticException.class);
    assertThat(reports).hasSize(2);
    assertThat(last().state()).isEqualTo(PipelineState.FAILED);
    assertThat(last().failure().orElseThrow())
        .hasMessage(
            "recipe 'numbers', step 'divide' failed: java.lang.ArithmeticException: / by zero");
    assertThat(step("divide").failed()).isEqualTo(1);
    assertThat(step("divide").done()).isEqualTo(3);
    assertThat(step("last").failed()).isZero();
    assertBalanced(last());

    recipe.on(Counted.endless()).close();
    assertThat(reports).as("of what was never read").hasSize(2);
  }

  @Test
  void shouldNameTheSourceThatFails() {
    Recipe<Integer, Integer> recipe = Recipe.<Integer>identity().debuggedBy(debugger);
    Iterable<Integer> broken =
        () -> {
          throw new IllegalStateException("no source");
        };
    assertThatThrownBy(() -> consume(recipe.on(broken))).hasMessage("no source");
    assertThat(last().failure().map(PipelineException::getMessage))
        .contains("recipe 'numbers', source failed: java.lang.IllegalStateException: no source");
  }

  @Test
  void shouldStayAsLazyAsTheRecipe() {
    Counted source = Counted.endless();
    Recipe<Integer, List<Integer>> recipe =
        Recipe.<Integer>identity().then(mapping(i -> i)).then(chunk(3)).debuggedBy(debugger);
    consume(recipe.on(source), 2);
    assertThat(source.pulled()).isEqualTo(6);
  }

  @Test
  void shouldMeasureWhatIsBeforeItAlone() {
    Recipe<Integer, Integer> recipe =
        Recipe.<Integer>identity()
            .then("measured", mapping(i -> i))
            .debuggedBy(debugger)
            .then("not", mapping(i -> i));
    consume(recipe.on(numbers(3)));
    assertThat(last().steps()).extracting(StepReport::stepName).containsExactly("measured");
    assertThat(last().state()).isEqualTo(PipelineState.COMPLETED);
  }

  @Test
  void shouldTellAllReportersThoughOneFails() {
    List<Report> others = new ArrayList<>();
    Reporter broken =
        report -> {
          throw new IllegalStateException("reporter");
        };
    Recipe<Integer, Integer> recipe =
        Recipe.<Integer, Integer>mapping(i -> i)
            .debuggedBy(
                RuntimeDebugger.named("numbers").reportingTo(broken).reportingTo(others::add));
    assertThat(consume(recipe.on(numbers(3)))).isEqualTo(3);
    assertThat(others).hasSize(1);
  }

  @Test
  void shouldReportForEachWorkerOfAThreadedPipeline() throws InterruptedException {
    Recipe<Integer, Integer> recipe = Recipe.<Integer, Integer>mapping(i -> i).debuggedBy(debugger);
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("threaded").iterate("steps", recipe).workers(4).build()) {
      pipeline.putIterable(numbers(1_000));
      pipeline.run();
    }
    assertThat(reports).hasSize(4).allMatch(report -> report.state() == PipelineState.COMPLETED);
    assertThat(reports.stream().mapToLong(Report::accepted).sum()).isEqualTo(1_000);
  }

  @Test
  @SuppressWarnings("unchecked")
  void shouldStayBehindWhenTheRecipeIsSerialised() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(Recipe.<Integer, Integer>mapping(i -> i + 1).debuggedBy(debugger));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Recipe<Integer, Integer> copy = (Recipe<Integer, Integer>) in.readObject();
      assertThat(copy.on(numbers(2)).stream()).containsExactly(2, 3);
    }
    assertThat(reports).isEmpty();
  }

  @Test
  void shouldDoWithoutTheManagementOfTheJvm() {
    ThreadMeter none = new ThreadMeter();
    StepMeter meter = new StepMeter(0);
    Stopwatch watch = new Stopwatch(new StepMeter[] {meter}, none, debugger);
    watch.settleAll();
    StepUsage usage =
        meter
            .report(Recipe.mapping(i -> i).steps().get(0), 0, 0, 0, none, List.of())
            .usage()
            .orElseThrow();
    assertThat(usage.ownTime()).isPositive();
    assertThat(usage.userTime()).isEmpty();
    assertThat(usage.systemTime()).isEmpty();
    assertThat(usage.allocatedBytes()).isEmpty();
  }

  @Test
  void shouldRunOnAJvmWithoutTheModulesOfTheManagement() throws Exception {
    String classes =
        Stream.of(MeasuredAlone.class, Recipe.class)
            .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
            .collect(Collectors.joining(File.pathSeparator));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--limit-modules",
                "java.base",
                "-cp",
                classes,
                MeasuredAlone.class.getName())
            .redirectErrorStream(true)
            .start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(2)).matches("  same +3 +3 +3 +3 +[\\d,]+ +[\\d.]+ ms +- +- +-");
  }

  @Test
  @SuppressWarnings({"NullAway", "DataFlowIssue"})
  void shouldRefuseBadUse() {
    assertThatThrownBy(() -> RuntimeDebugger.named(" "))
        .hasMessage("debugger name: empty; give it a name");
    assertThatThrownBy(() -> debugger.reportingTo(null))
        .hasMessage("reporter: null is not a reporter");
    assertThatThrownBy(() -> debugger.every(Duration.ZERO))
        .hasMessage("interval: PT0S is not positive");
    assertThatThrownBy(() -> debugger.counting("a", () -> 1).counting("a", () -> 2))
        .hasMessage("counter name: 'a' is empty, or another counter's");
    assertThatThrownBy(() -> debugger.counting("a", null))
        .hasMessage("counter 'a': null counts nothing");
    assertThatThrownBy(() -> Recipe.identity().debuggedBy(null))
        .hasMessage("debugger: null measures nothing");
  }

  @Test
  void shouldGoOnThoughACounterFails() {
    boolean[] fails = {false};
    Recipe<Integer, Integer> recipe =
        Recipe.<Integer>identity()
            .then("step", mapping(i -> i))
            .debuggedBy(
                debugger.counting(
                    "queries",
                    () -> {
                      if (fails[0]) {
                        throw new IllegalStateException("no connection");
                      }
                      return 7;
                    }));
    CloseableIterator<Integer> results = recipe.on(numbers(3));
    results.next();
    fails[0] = true;
    assertThat(consume(results)).isEqualTo(2);
    assertThat(last().state()).isEqualTo(PipelineState.COMPLETED);
    assertThat(usage("step").counters()).containsEntry("queries", 0L);
  }

  @Test
  void shouldGoOnThoughAReporterThrowsAnError() {
    Recipe<Integer, Integer> recipe =
        Recipe.<Integer>identity()
            .then("step", mapping(i -> i))
            .debuggedBy(
                RuntimeDebugger.named("numbers")
                    .reportingTo(
                        report -> {
                          throw new AssertionError("a reporter's");
                        })
                    .reportingTo(reports::add));
    assertThat(consume(recipe.on(numbers(3)))).isEqualTo(3);
    assertThat(reports).hasSize(1);
  }

  /** What the threads have used altogether is not to be compared. */
  @Test
  void shouldMeasureAReadingThatAnotherThreadGoesOnWith() throws InterruptedException {
    Recipe<Integer, Integer> recipe =
        Recipe.<Integer>identity().then("step", mapping(i -> i)).debuggedBy(debugger);
    for (int i = 0; i < 30; i++) {
      burn(1); // this thread has used more, from the beginning, than the other one ever does
    }
    CloseableIterator<Integer> results = recipe.on(numbers(100));
    consume(results, 50);
    Thread other = new Thread(() -> consume(results));
    other.start();
    other.join(20_000);
    assertThat(processorTime("step")).isBetween(Duration.ZERO, Duration.ofMillis(20));
  }

  @Test
  void shouldCompleteWhenAStepHasDealtWithAFailureAtTheEnd() {
    Recipe<Integer, Integer> recipe =
        Recipe.<Integer>identity()
            .then("fails", mapping(i -> i / (i - 2)))
            .then(
                "ends",
                items ->
                    new Iterator<Integer>() {
                      @Override
                      public boolean hasNext() {
                        try {
                          return items.hasNext();
                        } catch (ArithmeticException e) {
                          return false;
                        }
                      }

                      @Override
                      public Integer next() {
                        return items.next();
                      }
                    })
            .debuggedBy(debugger);
    assertThat(consume(recipe.on(numbers(3)))).isEqualTo(1);
    assertThat(last().state()).isEqualTo(PipelineState.COMPLETED);
  }
}

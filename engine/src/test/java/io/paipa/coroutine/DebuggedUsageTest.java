package io.paipa.coroutine;

import static io.paipa.coroutine.Counted.numbers;
import static io.paipa.coroutine.Recipe.consume;
import static io.paipa.coroutine.Recipe.mapping;
import static io.paipa.coroutine.SlowSteps.sleep;
import static io.paipa.coroutine.SlowSteps.slow;
import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.ClassPaths;
import io.paipa.StepUsage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What each step of a recipe has used, as a debugger measures it: time, processor and memory. */
class DebuggedUsageTest {
  private final Reports reports = new Reports();
  private final RuntimeDebugger debugger =
      RuntimeDebugger.named("numbers").reportingTo(reports::add);

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

    long whole = reports.last().elapsed().toNanos();
    assertThat(reports.usage("slow").ownTime().toNanos())
        .isBetween(slept[1], whole - slept[0] - slept[2]);
    assertThat(reports.usage("slower").ownTime().toNanos())
        .isBetween(slept[2], whole - slept[0] - slept[1]);
    assertThat(reports.usage("quick").ownTime().toNanos())
        .isBetween(1L, whole - slept[0] - slept[1] - slept[2]);
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
            .then("burn", mapping(DebuggedUsageTest::burn))
            .then("allocate", mapping(i -> new byte[1_000_000].length + i))
            .debuggedBy(debugger);

    assertThat(consume(recipe.on(numbers(10)))).isEqualTo(10);

    assertThat(reports.usage("allocate").allocatedBytes().orElseThrow()).isGreaterThan(9_999_999);
    assertThat(reports.usage("burn").allocatedBytes().orElseThrow()).isLessThan(1_000_000);
    assertThat(processorTime("burn")).isGreaterThan(Duration.ofMillis(90));
    assertThat(processorTime("sleep")).isLessThan(Duration.ofMillis(90));
  }

  private Duration processorTime(String step) {
    StepUsage usage = reports.usage(step);
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
    String classes = ClassPaths.of(MeasuredAlone.class, Recipe.class);
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
}

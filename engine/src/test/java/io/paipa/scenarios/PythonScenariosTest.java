package io.paipa.scenarios;

import static io.paipa.FailurePolicy.deadLetter;
import static io.paipa.StepOptions.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.paipa.Backoff;
import io.paipa.Builder;
import io.paipa.Emitter;
import io.paipa.FailedItem;
import io.paipa.Pipeline;
import io.paipa.PipelineException;
import io.paipa.PipelineState;
import io.paipa.Step;
import io.paipa.StepOptions;
import io.paipa.StepReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tests of the Python library put its pipelines through. */
class PythonScenariosTest {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  @Test
  void shouldThrowTheExceptionOfAStep() throws InterruptedException {
    Pipeline<String, String> pipeline =
        Pipeline.<String>named("crash").map("crasher", PythonScenariosTest::crash).build();
    pipeline.put("Hey you!");
    pipeline.finish();

    assertThatThrownBy(pipeline::run)
        .isInstanceOf(PipelineException.class)
        .hasCauseInstanceOf(Crash.class);

    assertEnded(pipeline);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void shouldEndAnEndlessSourceWhenAnIteratorStepCrashes(int workers) throws InterruptedException {
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("endless")
            .iterate("crasher", items -> crashingAt(500, items))
            .workers(workers)
            .build();
    CountingSource source = new CountingSource();
    pipeline.putIterator(source);

    PipelineException failure = catchThrowableOfType(PipelineException.class, pipeline::run);

    assertThat(failure).hasCauseInstanceOf(Crash.class);
    assertThat(failure.stepName()).contains("crasher");
    assertThat(failure.item()).contains(500);
    assertThat(source.isClosed()).isTrue();
    assertThat(step(pipeline, "crasher").failed()).isEqualTo(1);
    assertEnded(pipeline);
  }

  /** An iterator step that gives no output until its input ends, which it never does. */
  @Test
  void shouldEndAnEndlessSourceWhenAConsumingIteratorStepCrashes() throws InterruptedException {
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("endless-consumer")
            .iterate(
                "crasher",
                items -> {
                  crashingAt(500, items).forEachRemaining(item -> {});
                  return Collections.<Integer>emptyIterator();
                })
            .build();
    CountingSource source = new CountingSource();
    pipeline.putIterator(source);

    PipelineException failure = catchThrowableOfType(PipelineException.class, pipeline::run);

    assertThat(failure).hasCauseInstanceOf(Crash.class);
    assertThat(failure.stepName()).contains("crasher");
    assertThat(source.isClosed()).isTrue();
    assertThat(step(pipeline, "crasher").failed()).isEqualTo(1);
    assertThat(step(pipeline, "crasher").done()).isEqualTo(500);
    assertEnded(pipeline);
  }

  @Test
  void shouldEndALongSourceWhenAnIteratorStepCrashes() throws InterruptedException {
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("long")
            .iterate("crasher", items -> crashingAt(1_000, items))
            .build();
    pipeline.putStream(IntStream.range(0, 1_000_000).boxed());

    assertThatThrownBy(pipeline::run).hasCauseInstanceOf(Crash.class);

    assertThat(pipeline.count()).isEqualTo(1_000);
    assertEnded(pipeline);
  }

  @Test
  void shouldDeadLetterTheItemThatAlwaysFails() throws InterruptedException {
    BlockingQueue<FailedItem<Object>> letters = new LinkedBlockingQueue<>();
    Map<Integer, Integer> uploaded = new ConcurrentHashMap<>();
    Pipeline<Integer, Integer> pipeline =
        fiveSteps(
                "dead-lettering",
                options()
                    .workers(1)
                    .retrying(2, Backoff.none())
                    .onFailure(deadLetter(letters::add)),
                uploaded)
            .build();
    pipeline.putIterable(IntStream.range(0, 1_000).boxed().toList());

    pipeline.run();

    assertThat(pipeline.count()).isEqualTo(999);
    assertThat(uploaded).hasSize(999).doesNotContainKey(17);
    assertThat(uploaded.values()).containsOnly(1);
    assertThat(letters)
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.item()).isEqualTo(17);
              assertThat(letter.stepName()).isEqualTo("process");
              assertThat(letter.attempts()).isEqualTo(3);
              assertThat(letter.cause()).isInstanceOf(Crash.class);
            });
    assertThat(step(pipeline, "process").retried()).isEqualTo(2);
    assertThat(step(pipeline, "process").deadLettered()).isEqualTo(1);
    assertThat(pipeline.state()).isEqualTo(PipelineState.COMPLETED);
    assertThat(pipeline.report().steps()).allMatch(step -> step.abandoned() == 0);
    assertEnded(pipeline);
  }

  @Test
  void shouldFailWithTheItemThatAlwaysFails() throws InterruptedException {
    Pipeline<Integer, Integer> pipeline =
        fiveSteps(
                "failing",
                options().workers(1).retrying(2, Backoff.none()),
                new ConcurrentHashMap<>())
            .build();
    pipeline.putAll(IntStream.range(0, 1_000).boxed().toList());
    pipeline.finish();

    PipelineException failure = catchThrowableOfType(PipelineException.class, pipeline::run);

    assertThat(failure).hasCauseInstanceOf(Crash.class);
    assertThat(failure.pipelineName()).isEqualTo("failing");
    assertThat(failure.stepName()).contains("process");
    assertThat(failure.item()).contains(17);
    assertThat(failure.attempt()).isEqualTo(3);
    assertThat(pipeline.state()).isEqualTo(PipelineState.FAILED);
    assertThat(step(pipeline, "process").failed()).isEqualTo(1);
    assertEnded(pipeline);
  }

  @Test
  void shouldPassMetaEventsThroughEveryStepInOrder() throws InterruptedException {
    MetaLog first = new MetaLog();
    MetaLog second = new MetaLog();
    MetaLog third = new MetaLog();
    Pipeline<String, String> pipeline =
        Pipeline.<String>named("meta")
            .step("first", () -> new MetaLogger(first))
            .workers(3)
            .step("second", () -> new MetaLogger(second))
            .workers(3)
            .step("third", () -> new MetaLogger(third))
            .workers(3)
            .build();

    putSection(pipeline, "a");
    pipeline.putMeta(123);
    pipeline.putMeta(243);
    putSection(pipeline, "b");
    pipeline.putMeta(325);
    putSection(pipeline, "c");
    pipeline.finish();
    pipeline.run();

    assertThat(List.of(first, second, third))
        .allSatisfy(
            log -> assertThat(log.summary()).containsExactly("a", "123", "243", "b", "325", "c"))
        .allSatisfy(log -> assertThat(log.size()).isEqualTo(3 * SECTION + 3));
    assertThat(pipeline.count()).isEqualTo(3 * SECTION);
    assertEnded(pipeline);
  }

  @Test
  void shouldSendOutChunksInPausesAndNotBeAliveAfterACrash() throws InterruptedException {
    BlockingQueue<List<String>> chunks = new LinkedBlockingQueue<>();
    Pipeline<String, List<String>> pipeline =
        Pipeline.<String>named("timed-chunks")
            .chunk("chunk", 100, Duration.ofMillis(50))
            .peek("crash", PythonScenariosTest::crashIfBad)
            .peek("collect", chunks::add)
            .build();
    assertThat(pipeline.isAlive()).isFalse();
    pipeline.start();
    assertThat(LeftThreads.ofPipeline(pipeline.name())).isNotEmpty();

    // Far fewer than a chunk holds, and no more comes before they are out at the other end.
    for (String section : List.of("a", "b", "c")) {
      List<String> items = List.of(section + 1, section + 2, section + 3);
      pipeline.putAll(items);
      assertThat(takeItems(chunks, items.size())).containsExactlyElementsOf(items);
      assertThat(pipeline.isAlive()).isTrue();
      assertThat(pipeline.failure()).isEmpty();
    }
    pipeline.put("bad");

    assertThat(pipeline.awaitTermination(DEADLINE)).isTrue();
    assertThat(pipeline.isAlive()).isFalse();
    PipelineException failure = pipeline.failure().orElseThrow();
    assertThat(failure).hasCauseInstanceOf(Crash.class);
    assertThat(failure.stepName()).contains("crash");
    assertThat(failure.item()).contains(List.of("bad"));
    assertThatThrownBy(() -> pipeline.put("too late"))
        .isInstanceOf(PipelineException.class)
        .hasCause(failure);
    assertThatThrownBy(pipeline::close).isSameAs(failure);
    pipeline.close();
    assertThat(chunks).isEmpty();
    assertEnded(pipeline);
  }

  private static final int SECTION = 100;

  private static void putSection(Pipeline<String, ?> pipeline, String name)
      throws InterruptedException {
    for (int i = 0; i < SECTION; i++) {
      pipeline.put(name);
    }
  }

  /** 10 workers, 1, 2 with chunks, 1 that takes the chunks apart, 40. */
  private static Builder<Integer, Integer> fiveSteps(
      String name, StepOptions processing, Map<Integer, Integer> uploaded) {
    return Pipeline.<Integer>named(name)
        .map("download", item -> item)
        .workers(10)
        .map(
            "process",
            item -> {
              if (item == 17) {
                throw new Crash("17");
              }
              return item;
            })
        .with(processing)
        .chunk("chunk", 10, Duration.ofMinutes(1))
        .workers(2)
        .iterateStream("flatten", chunks -> chunks.flatMap(List::stream))
        .peek("upload", item -> uploaded.merge(item, 1, Integer::sum))
        .workers(40);
  }

  private static String crash(String item) {
    throw new Crash("What are you looking at!?");
  }

  private static void crashIfBad(List<String> chunk) {
    if (chunk.contains("bad")) {
      throw new Crash("bad");
    }
  }

  private static Iterator<Integer> crashingAt(int bad, Iterator<Integer> items) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return items.hasNext();
      }

      @Override
      public Integer next() {
        int item = items.next();
        if (item == bad) {
          throw new Crash(Integer.toString(item));
        }
        return item;
      }
    };
  }

  private static List<String> takeItems(BlockingQueue<List<String>> chunks, int count)
      throws InterruptedException {
    List<String> items = new ArrayList<>();
    while (items.size() < count) {
      List<String> chunk = chunks.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
      assertThat(chunk).as("a chunk after %s", items).isNotNull().isNotEmpty();
      items.addAll(chunk);
    }
    return items;
  }

  private static StepReport step(Pipeline<?, ?> pipeline, String name) {
    return pipeline.report().steps().stream()
        .filter(step -> step.stepName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static void assertEnded(Pipeline<?, ?> pipeline) throws InterruptedException {
    assertThat(pipeline.isAlive()).isFalse();
    Ledger.assertBalanced(pipeline.report());
    LeftThreads.assertNone(pipeline.name());
  }

  /** What user code throws in these tests. */
  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Crash(String message) {
      super(message);
    }
  }

  /** What came to a step, items and meta events, from all its workers. */
  private static final class MetaLog {
    private final List<String> entries = new ArrayList<>();

    synchronized void add(Object entry) {
      entries.add(entry.toString());
    }

    synchronized int size() {
      return entries.size();
    }

    /** The entries, equal neighbours as one. */
    synchronized List<String> summary() {
      List<String> summary = new ArrayList<>();
      for (String entry : entries) {
        if (summary.isEmpty() || !summary.get(summary.size() - 1).equals(entry)) {
          summary.add(entry);
        }
      }
      return summary;
    }
  }

  /** Takes strings as items and integers as meta events, and nothing else. */
  private static final class MetaLogger implements Step<String, String> {
    private final MetaLog log;

    MetaLogger(MetaLog log) {
      this.log = log;
    }

    @Override
    public void process(String item, Emitter<String> out) {
      log.add(item);
      out.emit(item);
    }

    @Override
    public Object onMeta(Object meta, Emitter<String> out) {
      assertThat(meta).isInstanceOf(Integer.class);
      log.add(meta);
      return meta;
    }
  }
}

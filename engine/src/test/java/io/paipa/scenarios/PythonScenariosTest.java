package io.paipa.scenarios;

import static io.paipa.FailurePolicy.deadLetter;
import static io.paipa.StepOptions.options;
import static io.paipa.scenarios.EndedPipeline.assertEnded;
import static io.paipa.scenarios.EndedPipeline.step;
import static org.assertj.core.api.Assertions.assertThat;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What the tests of the Python library put its pipelines through: items that fail, and meta events.
 */
class PythonScenariosTest {
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

package io.paipa.scenarios;

import static io.paipa.scenarios.EndedPipeline.assertEnded;
import static io.paipa.scenarios.EndedPipeline.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.paipa.Pipeline;
import io.paipa.PipelineException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tests of the Python library put its pipelines through: code that crashes. */
class PythonCrashesTest {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  @Test
  void shouldThrowTheExceptionOfAStep() throws InterruptedException {
    Pipeline<String, String> pipeline =
        Pipeline.<String>named("crash").map("crasher", PythonCrashesTest::crash).build();
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
  void shouldSendOutChunksInPausesAndNotBeAliveAfterACrash() throws InterruptedException {
    BlockingQueue<List<String>> chunks = new LinkedBlockingQueue<>();
    Pipeline<String, List<String>> pipeline =
        Pipeline.<String>named("timed-chunks")
            .chunk("chunk", 100, Duration.ofMillis(50))
            .peek("crash", PythonCrashesTest::crashIfBad)
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
}

package io.paipa;

import static io.paipa.StepOptions.options;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import jdk.jfr.EventType;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a recording of the JDK's flight recorder has of pipelines. */
@Timeout(60)
class FlightRecordingTest {
  @RegisterExtension private final LogListener log = new LogListener();
  @TempDir private Path folder;
  private final Recording recording = new Recording();

  @BeforeEach
  void record() {
    for (String event : List.of("Run", "StepStall", "FailedItem", "StepCounts")) {
      recording.enable("io.paipa." + event);
    }
    recording.enable("io.paipa.Attempt").withThreshold(Duration.ofMillis(20));
    recording.enable("io.paipa.StepCounts").withPeriod(Duration.ofMillis(50));
    recording.start();
  }

  private List<RecordedEvent> recorded(String name, String pipeline) throws IOException {
    Path file = folder.resolve("recording.jfr");
    recording.stop();
    recording.dump(file);
    recording.close();
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals("io.paipa." + name))
        .filter(event -> pipeline.equals(event.getString("pipeline")))
        .toList();
  }

  @Test
  void shouldHaveTheRun() throws Exception {
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("recorded-run").sink("work", item -> {}).build()) {
      pipeline.putIterable(List.of(1, 2, 3));
      pipeline.run();
    }
    List<RecordedEvent> runs = recorded("Run", "recorded-run");

    assertThat(runs).hasSize(1);
    assertThat(runs.get(0).getString("state")).isEqualTo("COMPLETED");
    assertThat(runs.get(0).getLong("accepted")).isEqualTo(3);
    assertThat(runs.get(0).getInt("exitCode")).isZero();
    assertThat(runs.get(0).getDuration("elapsed")).isPositive();
    assertThat((Object) runs.get(0).getStackTrace()).isNull();
  }

  @Test
  void shouldHaveAttemptsThatTakeLong() throws Exception {
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("recorded-attempts")
            .sink(
                "work",
                item -> {
                  if (item == 7) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
                  }
                })
            .build()) {
      pipeline.putIterable(List.of(1, 2, 7, 3, 4));
      pipeline.run();
    }
    List<RecordedEvent> recorded = recorded("Attempt", "recorded-attempts");
    List<RecordedEvent> attempts = // another one may have lost its core for a while
        recorded.stream().filter(event -> event.getDuration().toMillis() >= 200).toList();

    assertThat(recorded).allMatch(event -> event.getDuration().toMillis() >= 20);
    assertThat(attempts).hasSize(1);
    assertThat(attempts.get(0).getString("step")).isEqualTo("work");
    assertThat(attempts.get(0).getInt("attempt")).isEqualTo(1);
    assertThat((Object) attempts.get(0).getClass("failure")).isNull();
  }

  @Test
  void shouldHaveStagesThatTakeLong() throws Exception {
    var later = CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS);
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("recorded-stages")
            .sinkAsync("fetch", 1, item -> CompletableFuture.runAsync(() -> {}, later))
            .build()) {
      pipeline.putIterable(List.of(1));
      pipeline.run();
    }

    assertThat(recorded("Attempt", "recorded-stages")).hasSize(1);
  }

  /** The worker is held up for longer than a stage takes that is complete at once. */
  @Test
  void shouldEndAnAttemptWhenItsStageIsComplete() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("recorded-held-up")
            .mapAsync("fetch", 64, CompletableFuture::completedFuture)
            .sink("wait", item -> assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue())
            .capacity(2)
            .build()) {
      pipeline.putIterable(IntStream.range(0, 100).boxed().toList());
      pipeline.start();
      Threads.await(
          () -> pipeline.report().steps().get(0).workerTime().blocked().toMillis() > 1_000);
      goOn.countDown();
      pipeline.stop();
    }

    assertThat(recorded("Attempt", "recorded-held-up"))
        .filteredOn(event -> event.getString("step").equals("fetch"))
        .allMatch(event -> event.getDuration().toMillis() < 500); // it may have lost its core
  }

  @Test
  void shouldHaveItemsThatFail() throws Exception {
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("recorded-failures")
            .map("half", (Integer item) -> half(item))
            .with(options().retrying(2, Backoff.none()).onFailure(FailurePolicy.skip()))
            .sink(
                "send",
                item -> {
                  throw new IllegalStateException("secret");
                })
            .onFailure(FailurePolicy.deadLetter(dead -> {}))
            .build()) {
      pipeline.putIterable(List.of(1, 2));
      pipeline.run();
    }
    List<RecordedEvent> failed = recorded("FailedItem", "recorded-failures");

    assertThat(failed)
        .extracting(event -> event.getString("outcome"))
        .containsExactlyInAnyOrder("SKIPPED", "DEAD_LETTERED");
    RecordedEvent skipped =
        failed.stream()
            .filter(event -> event.getString("step").equals("half"))
            .findAny()
            .orElseThrow();
    assertThat(skipped.getInt("attempts")).isEqualTo(3);
    assertThat(Objects.requireNonNull(skipped.getClass("failure")).getName())
        .isEqualTo(IllegalArgumentException.class.getName());
    assertThat(failed.toString()).doesNotContain("secret");
  }

  private static Integer half(Integer item) {
    if (item % 2 != 0) {
      throw new IllegalArgumentException("odd");
    }
    return item / 2;
  }

  @Test
  void shouldHaveStepsThatStall() throws Exception {
    CountDownLatch stalled = new CountDownLatch(1);
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("recorded-stall")
            .sink("work", item -> assertThat(stalled.await(20, TimeUnit.SECONDS)).isTrue())
            .stallAfter(Duration.ofMillis(100))
            .build()) {
      pipeline.start();
      pipeline.put(1);
      Threads.await(() -> log.lines().toString().contains("is stuck"));
      stalled.countDown();
      pipeline.stop();
    }

    List<RecordedEvent> stalls = recorded("StepStall", "recorded-stall");
    assertThat(stalls).hasSize(1);
    assertThat(stalls.get(0).getString("step")).isEqualTo("work");
    assertThat(stalls.get(0).getDuration("stalledFor").toMillis()).isGreaterThanOrEqualTo(100);
  }

  @Test
  void shouldHaveTheCountsOfStepsAgainAndAgain() throws Exception {
    CountDownLatch twice = new CountDownLatch(2);
    try (RecordingStream stream = new RecordingStream();
        Pipeline<Integer, Void> pipeline =
            Pipeline.<Integer>named("recorded-counts").sink("work", item -> {}).build()) {
      stream.enable("io.paipa.StepCounts").withPeriod(Duration.ofMillis(50));
      stream.onEvent(
          "io.paipa.StepCounts",
          event -> {
            if (event.getLong("done") == 1) {
              twice.countDown();
            }
          });
      stream.startAsync();
      pipeline.start();
      pipeline.put(1);
      assertThat(twice.await(20, TimeUnit.SECONDS)).isTrue();
      pipeline.stop();
    }
    List<RecordedEvent> counts = recorded("StepCounts", "recorded-counts");

    assertThat(counts).hasSizeGreaterThan(1);
    assertThat(counts.get(counts.size() - 1).getLong("done")).isEqualTo(1);
    assertThat(counts.get(0).getInt("workers")).isEqualTo(1);
  }

  /** As those of the JDK are. */
  @Test
  void shouldHaveWordsForPeople() throws Exception {
    shouldHaveTheRun(); // by then the events are known
    List<EventType> types =
        jdk.jfr.FlightRecorder.getFlightRecorder().getEventTypes().stream()
            .filter(type -> type.getName().startsWith("io.paipa."))
            .toList();

    assertThat(types)
        .extracting(EventType::getName)
        .containsExactlyInAnyOrder(
            "io.paipa.Run",
            "io.paipa.FailedItem",
            "io.paipa.StepStall",
            "io.paipa.Attempt",
            "io.paipa.StepCounts");
    assertThat(types)
        .allSatisfy(type -> assertThat(type.getCategoryNames()).containsExactly("Paipa"))
        .allSatisfy(type -> assertThat(type.getLabel()).isNotBlank())
        .allSatisfy(type -> assertThat(type.getDescription()).isNotBlank())
        .allSatisfy(
            type ->
                assertThat(type.getFields())
                    .allSatisfy(field -> assertThat(field.getLabel()).isNotBlank()));
  }
}

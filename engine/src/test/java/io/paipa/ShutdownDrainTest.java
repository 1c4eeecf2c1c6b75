package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;

import com.lmax.disruptor.RingBuffer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link Builder#drainAtShutdown} in a real JVM that is told to end. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ShutdownDrainTest {
  private static final int TERMINATED = 143;

  private @Nullable Process process;

  @AfterEach
  void shouldLeaveNoProcess() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  private BufferedReader begin(ShutdownProgram.Way way, int limitMillis) throws IOException {
    Process started =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.util.logging.manager=" + ShutdownProgram.SpeakingLogs.class.getName(),
                "-cp",
                ClassPaths.of(
                    ShutdownProgram.class, Pipeline.class, RingBuffer.class, IdleStrategy.class),
                ShutdownProgram.class.getName(),
                way.name(),
                String.valueOf(limitMillis))
            .redirectErrorStream(true)
            .start();
    process = started;
    BufferedReader out = started.inputReader(StandardCharsets.UTF_8);
    assertThat(out.readLine()).isEqualTo("started");
    return out;
  }

  /** Ends the JVM by a signal, and gives what it still prints. */
  private List<String> terminate(BufferedReader out) throws InterruptedException {
    Process started = process;
    assertThat(started).isNotNull();
    started.toHandle().destroy(); // sends SIGTERM, and leaves the output open
    List<String> printed = out.lines().toList();
    assertThat(started.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(started.exitValue()).isEqualTo(TERMINATED);
    return printed;
  }

  /** All that was accepted is done, and then what stands behind the call. */
  @ParameterizedTest
  @CsvSource({
    "RUN,cut by thread 'ingest-shutdown'",
    "RUN_FOREVER,DRAINED",
    "DURING,cut by thread 'ingest-shutdown'",
    "RESULTS,cut by thread 'ingest-shutdown'",
    "EXIT,DRAINED",
    "POOL,DRAINED"
  })
  void shouldWaitForWhatStandsBehindTheCall(ShutdownProgram.Way way, String end) throws Exception {
    try (BufferedReader out = begin(way, 50_000)) {
      assertThat(terminate(out)).containsExactly(end + ", all done: true", "closed");
    }
  }

  /** It has started nothing that it could wait for, but for the pipeline. */
  @Test
  void shouldDrainWhatWasStarted() throws Exception {
    try (BufferedReader out = begin(ShutdownProgram.Way.START, 50_000)) {
      assertThat(terminate(out)).containsExactly("stopped, DRAINED");
    }
  }

  /** However long the work takes, and what stands behind it. */
  @ParameterizedTest
  @EnumSource(
      value = ShutdownProgram.Way.class,
      names = {"STUCK", "STUCK_BEHIND"})
  void shouldWaitNoLongerThanTheLimit(ShutdownProgram.Way way) throws Exception {
    try (BufferedReader out = begin(way, 1_000)) {
      long start = System.nanoTime();
      String printed = String.join("\n", terminate(out));
      assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(15));
      assertThat(printed)
          .contains("pipeline 'ingest': the shutdown of the JVM has waited 1,000 ms for")
          .doesNotContain("closed");
    }
  }

  /** A thread of the pipeline's that ends the JVM never returns: it is not waited for. */
  @ParameterizedTest
  @EnumSource(
      value = ShutdownProgram.Way.class,
      names = {"EXIT_IN_STEP", "EXIT_WHEN_FAILED", "EXIT_AT_COMPLETION"})
  void shouldNotWaitForAThreadThatEndsTheJvm(ShutdownProgram.Way way) throws Exception {
    try (BufferedReader out = begin(way, 50_000)) {
      assertThat(out.lines().toList()).isEmpty();
      Process started = process;
      assertThat(started).isNotNull();
      assertThat(started.waitFor(8, TimeUnit.SECONDS)).isTrue();
      assertThat(started.exitValue()).isEqualTo(5);
    }
  }

  @Test
  void shouldDrainAtOnceWhatIsStartedInAShutdown() throws Exception {
    try (BufferedReader out = begin(ShutdownProgram.Way.LATE, 50_000)) {
      assertThat(terminate(out)).containsExactly("cut by thread 'ingest-shutdown', all done: true");
    }
  }

  /** The JVM ends by itself: nothing waits for a pipeline that has ended. */
  @Test
  void shouldBeGoneWithThePipeline() throws Exception {
    try (BufferedReader out = begin(ShutdownProgram.Way.ENDED, 50_000)) {
      assertThat(out.lines().toList()).containsExactly("COMPLETED, 0", "forgotten");
      Process started = process;
      assertThat(started).isNotNull();
      assertThat(started.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(started.exitValue()).isZero();
    }
  }
}

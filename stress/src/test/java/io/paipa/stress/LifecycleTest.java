package io.paipa.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.stress.lifecycle.LifecycleRun;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In whatever order a pipeline is begun, fed and ended, all calls return. */
class LifecycleTest {
  /** A part of the schedules; the command runs all. */
  @ParameterizedTest
  @CsvSource({"2, 5", "3, 101"})
  void shouldReturnFromCallsInAnyOrder(int calls, int every) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    boolean held = new LifecycleRun(out).run(calls, every);
    assertThat(held).as(bytes.toString(StandardCharsets.UTF_8)).isTrue();
  }
}

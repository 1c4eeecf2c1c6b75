package io.paipa.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.stress.chaos.ChaosRun;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Whatever goes wrong, a pipeline ends, and accounts for its items. */
class ChaosTest {
  private static final int DEADLINE_SECONDS = 30;

  /** On a second JDK fewer: what differs there shows soon. */
  private static final int SCENARIOS = Integer.getInteger("scenarios", 300);

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void shouldHoldWhatIsPromisedInManyScenarios() {
    boolean held = new ChaosRun(out, DEADLINE_SECONDS, false).run(SCENARIOS, 1);
    assertThat(held).as(printed()).isTrue();
    assertThat(printed().strip().lines().reduce((a, b) -> b).orElse(""))
        .isEqualTo(
            "scenarios " + SCENARIOS + ", hung 0, ledger mismatches 0, other failures 0, seed 1");
  }

  /** The same seed is the same scenario, in any version of Java. */
  @Test
  void shouldReplayAScenario() {
    new ChaosRun(out, DEADLINE_SECONDS, false).replay(1_363, java.util.List.of(), 2);
    String first = printed();
    bytes.reset();
    new ChaosRun(out, DEADLINE_SECONDS, false).replay(1_363, java.util.List.of(), 2);
    assertThat(printed()).isEqualTo(first).contains("seed 1363, start START").contains("FLAT_MAP");
  }
}

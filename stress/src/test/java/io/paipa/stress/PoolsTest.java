package io.paipa.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.stress.pools.PoolsRun;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Pools on raw rings lose no event, handle none twice, and end. */
class PoolsTest {
  private static final int DEADLINE_SECONDS = 30;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void shouldHoldWhatIsPromisedInThreeHundredScenarios() throws InterruptedException {
    boolean held = new PoolsRun(out, DEADLINE_SECONDS).run(300, 1);
    String printed = bytes.toString(StandardCharsets.UTF_8);
    assertThat(held).as(printed).isTrue();
    assertThat(printed.strip()).isEqualTo("scenarios 300, hung 0, wrong 0, seed 1");
  }
}

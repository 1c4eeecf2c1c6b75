package io.paipa.stress.delays;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Delays are counted, and only where both have missed the other. */
class DelaysTest {
  private static final int MEETINGS = 100;

  private final Delays delays = new Delays();

  @Test
  void shouldCountDelaysByPowersOfTwo() {
    delays.add(0);
    delays.add(1_023);
    delays.add(1_024);
    delays.add(1_025);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    delays.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    assertThat(delays.total()).isEqualTo(4);
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("  less than 1 ns: 1", "  less than 1024 ns: 1", "  less than 2048 ns: 2");
  }

  @Test
  void shouldNotCountMeetingsWhereTheWorkerSees() {
    Round round = new Round(MEETINGS);
    for (int i = 0; i < 3; i++) { // each begins with what the one before has cleared
      round.publish();
      round.work();
      round.addTo(delays);
    }
    assertThat(delays.total()).isZero();
  }

  @Test
  void shouldNotCountMeetingsWhereThePublisherSees() throws InterruptedException {
    Round round = new Round(1);
    Thread worker = new Thread(round::work);
    worker.setDaemon(true);
    worker.start();
    while (!round.isAwaited(0)) {
      Thread.onSpinWait();
    }
    round.publish();
    worker.join(10_000);
    assertThat(worker.isAlive()).isFalse();
    round.addTo(delays);
    assertThat(delays.total()).isZero();
  }
}

package io.paipa.internal.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.internal.measure.TimeSheet.Spent;
import io.paipa.internal.measure.TimeSheet.Times;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a worker has spent its time on. */
class TimeSheetTest {
  private final TimeSheet sheet = new TimeSheet();

  @Test
  void shouldHaveNoTimeBeforeTheWorkerBegins() {
    assertThat(sheet.read(1_000)).isEqualTo(Times.NONE);
  }

  @Test
  void shouldAddUpWhatTimeIsSpentOn() {
    sheet.turnTo(Spent.BUSY, 100);
    sheet.turnTo(Spent.BLOCKED, 110);
    sheet.turnTo(Spent.BUSY, 130);
    sheet.turnTo(Spent.WAITING, 131);
    sheet.turnTo(Spent.OFF, 231);

    assertThat(sheet.read(5_000)).isEqualTo(new Times(11, 20, 100, 0));
    assertThat(sheet.read(5_000).lifetimeNanos()).isEqualTo(131);
  }

  @Test
  void shouldCountWhatGoesOn() {
    sheet.turnTo(Spent.WAITING, 100);

    assertThat(sheet.read(150)).isEqualTo(new Times(0, 0, 50, 0));
    assertThat(sheet.isBusy()).isFalse();
  }

  @Test
  void shouldCountNothingTwiceIfTheClockWasReadBeforeTheWorkerTurned() {
    sheet.turnTo(Spent.BUSY, 100);
    sheet.turnTo(Spent.WAITING, 200);

    assertThat(sheet.read(150)).isEqualTo(new Times(100, 0, 0, 0));
  }

  /** The worker's clock goes on by one with each turn: so all times are its turns. */
  @Test
  @Timeout(60)
  void shouldTellTimesThatWereTrueAtOneMoment() throws InterruptedException {
    AtomicLong clock = new AtomicLong();
    Spent[] turns = {Spent.BUSY, Spent.BLOCKED, Spent.WAITING};
    int last = 3_000_000;
    sheet.turnTo(Spent.BUSY, 0);
    Thread worker =
        new Thread(
            () -> {
              for (int now = 1; now <= last; now++) {
                sheet.turnTo(turns[now % turns.length], now);
                clock.setRelease(now);
              }
            });
    worker.start();
    long before = 0;
    while (before < last) {
      Times read = sheet.read(0); // none of it goes on
      assertThat(read.lifetimeNanos()).isGreaterThanOrEqualTo(before);
      long third = read.lifetimeNanos() / 3;
      assertThat(read.busyNanos()).isBetween(third, third + 1);
      assertThat(read.blockedNanos()).isBetween(third, third + 1);
      assertThat(read.waitingNanos()).isBetween(third, third + 1);
      before = Math.max(clock.getAcquire(), read.lifetimeNanos());
    }
    worker.join();
  }
}

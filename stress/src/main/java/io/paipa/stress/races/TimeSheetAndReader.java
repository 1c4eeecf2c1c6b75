package io.paipa.stress.races;

import io.paipa.internal.measure.TimeSheet;
import io.paipa.internal.measure.TimeSheet.Spent;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;

/** A worker turns twice while another thread reads its times, which are those of one moment. */
@JCStressTest
@Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "before the first turn")
@Outcome(id = "10, 0, 0", expect = Expect.ACCEPTABLE, desc = "between the turns")
@Outcome(id = "10, 20, 0", expect = Expect.ACCEPTABLE, desc = "after the second")
@Outcome(expect = Expect.FORBIDDEN, desc = "no moment had these times")
@State
public class TimeSheetAndReader {
  private final TimeSheet sheet = new TimeSheet();

  /** The worker is busy. */
  public TimeSheetAndReader() {
    sheet.turnTo(Spent.BUSY, 100);
  }

  /** Turns. */
  @Actor
  public void worker() {
    sheet.turnTo(Spent.BLOCKED, 110);
    sheet.turnTo(Spent.WAITING, 130);
  }

  /**
   * Reads, without what goes on.
   *
   * @param result busy, blocked and waiting
   */
  @Actor
  public void reader(JJJ_Result result) {
    TimeSheet.Times times = sheet.read(0);
    result.r1 = times.busyNanos();
    result.r2 = times.blockedNanos();
    result.r3 = times.waitingNanos();
  }
}

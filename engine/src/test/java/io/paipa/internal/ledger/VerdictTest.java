package io.paipa.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Bottleneck;
import io.paipa.Bottleneck.Kind;
import io.paipa.StepReport;
import io.paipa.WorkerTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the figures of a run say about it. */
class VerdictTest {
  private static final SampledLoad FULL = new SampledLoad(0.95, 0, 0, 0, 0, 0, 0, 0);

  private final List<StepReport> steps = new ArrayList<>();
  private final List<SampledLoad> loads = new ArrayList<>();
  private double processorsUsed = 0.5;

  /** A step whose workers were busy, blocked and waiting for such shares of ten seconds. */
  private void step(String name, int workers, int busy, int blocked, SampledLoad load) {
    Duration percent = Duration.ofMillis(100).multipliedBy(workers);
    WorkerTime time =
        new WorkerTime(
            percent.multipliedBy(busy),
            percent.multipliedBy(blocked),
            percent.multipliedBy(100 - busy - blocked),
            Duration.ZERO);
    StepLoad step =
        new StepLoad(1_024, 0, time, Optional.empty(), Optional.empty(), List.of(), List.of());
    steps.add(
        new StepCounts(
            name, workers, 9, 9, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, step, Optional.empty()));
    loads.add(load);
  }

  private Optional<Bottleneck> verdict(long nanos, int processors) {
    return Verdict.of(steps, new SampledRun(nanos, processors, processorsUsed, loads));
  }

  private Bottleneck verdict() {
    return verdict(10_000_000_000L, 8).orElseThrow();
  }

  private void assertIs(Kind kind, String step) {
    assertThat(verdict().kind()).as(verdict().words()).isEqualTo(kind);
    assertThat(verdict().stepName()).contains(step);
    assertThat(verdict().words()).startsWith(step + ": ");
  }

  @Test
  void shouldSayNothingOfAShortRun() {
    step("hash", 1, 100, 0, FULL);

    assertThat(verdict(100_000_000, 8)).isEmpty();
  }

  @Test
  void shouldSayNothingOfWorkersThatHaveNotBegun() {
    step("hash", 1, 0, 0, FULL);
    steps.set(
        0,
        new StepCounts(
            "hash",
            1,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            StepLoad.NONE,
            Optional.empty()));

    assertThat(verdict(10_000_000_000L, 8)).isEmpty();
  }

  /** Four workers do as much as the step behind would do with 97/65 of what it gets. */
  @Test
  void shouldGiveTheSlowestStepAsManyWorkersAsTheNextOneCanBear() {
    step("read", 1, 10, 85, SampledLoad.NONE);
    step("hash", 4, 97, 0, FULL);
    step("store", 1, 65, 0, SampledLoad.NONE);

    assertIs(Kind.WORKERS, "hash");
    assertThat(verdict().workers()).hasValue(6);
    assertThat(verdict().words())
        .isEqualTo(
            "hash: its 4 workers are busy 97 % of the time, its ring 95 % full; store is busy 65 %:"
                + " give hash 6 workers");
  }

  @Test
  void shouldGiveNoMoreWorkersThanProcessorsCanServe() {
    processorsUsed = 5.5;
    step("hash", 4, 97, 0, FULL);
    step("store", 1, 20, 0, SampledLoad.NONE);

    assertIs(Kind.WORKERS, "hash");
    assertThat(verdict().workers()).hasValue(5); // 8 / 5.5 times 4
  }

  @Test
  void shouldNotGuessWhatManyWorkersWouldDo() {
    step("hash", 1, 99, 0, FULL);

    assertThat(verdict().workers()).hasValue(8);
  }

  @Test
  void shouldFindTheLastStepThatHoldsTheOthersUp() {
    step("read", 1, 80, 20, FULL); // busy, too, but it would wait for the next
    step("store", 1, 96, 0, FULL);
    step("tell", 1, 30, 0, SampledLoad.NONE);

    assertIs(Kind.WORKERS, "store");
  }

  @Test
  void shouldFindABusyStepWhoseRingIsNotFull() {
    step("read", 1, 90, 0, SampledLoad.NONE);
    step("store", 1, 20, 0, SampledLoad.NONE);

    assertIs(Kind.WORKERS, "read");
  }

  @Test
  void shouldFindThatTheProcessorsAreBusy() {
    processorsUsed = 7.6;
    step("hash", 16, 99, 0, FULL);

    assertIs(Kind.PROCESSORS, "hash");
    assertThat(verdict().words()).contains("7.6 of 8 processors");
    assertThat(verdict().workers()).isEmpty();
  }

  /** Others compute: the step itself would have time for more. */
  @Test
  void shouldNotBlameTheProcessorsForAStepThatWaits() {
    processorsUsed = 7.9;
    step("ask", 4, 99, 0, new SampledLoad(1, 4, 0.2, 0, 0, 0, 0, 0));

    assertIs(Kind.WORKERS, "ask");
    assertThat(verdict().workers()).hasValue(32); // the processors do not limit it
  }

  @Test
  void shouldNotBlameTheProcessorsWhereNothingIsDone() {
    processorsUsed = 7.9;
    step("ask", 4, 1, 0, SampledLoad.NONE);

    assertThat(verdict().kind()).isEqualTo(Kind.SOURCE);
  }

  /** The ring swings between full and empty. */
  @Test
  void shouldFindARingThatIsTooSmall() {
    step("read", 1, 5, 89, FULL);
    step("store", 64, 42, 0, new SampledLoad(0.3, 27, 0, 0, 0, 0, 0, 0));

    assertIs(Kind.CAPACITY, "store");
    assertThat(verdict().words()).contains("read waits 89 %", "larger capacity than 1024");
  }

  @Test
  void shouldFindABusyStepBehindOneThatIsBlocked() {
    step("read", 1, 5, 89, FULL);
    step("store", 4, 90, 0, new SampledLoad(0.44, 4, 0, 0, 0, 0, 0, 0));

    assertIs(Kind.WORKERS, "store");
  }

  /** Two workers are busy: one with the hot key, one with all others. */
  @Test
  void shouldFindAHotKeyAlsoWhereFewWorkersAreBusy() {
    step("store", 2, 98, 0, new SampledLoad(0.9, 2, 0, 0, 1_000, 0, 0, 0));

    assertIs(Kind.KEYS, "store");
  }

  @Test
  void shouldFindALock() {
    step("hash", 4, 99, 0, new SampledLoad(1, 4, 1, 3, 0, 0, 0, 0));

    assertIs(Kind.LOCK, "hash");
    assertThat(verdict().words()).contains("75 % wait for a lock inside the step");
  }

  @Test
  void shouldFindAKeyForWhichOthersWait() {
    step("enrich", 4, 26, 0, new SampledLoad(0.9, 1, 1, 0, 60, 0, 0, 0));

    assertIs(Kind.KEYS, "enrich");
    assertThat(verdict().words()).contains("60 items wait for an earlier item of their key");
  }

  @Test
  void shouldFindThatAllStagesAreOpen() {
    step("fetch", 1, 5, 0, new SampledLoad(0.9, 0, 0, 0, 0, 0.98, 0, 0));

    assertIs(Kind.STAGES, "fetch");
  }

  @Test
  void shouldNameTheRateThatHoldsAStep() {
    step("fetch", 4, 5, 0, new SampledLoad(0.9, 0, 0, 0, 0, 0, 30, 0.97));
    step("store", 1, 60, 0, SampledLoad.NONE);
    assertIs(Kind.RATE, "fetch");
    assertThat(verdict().words()).contains("its rate lets no item begin 97 % of the time");
  }

  @Test
  void shouldFindThatItemsWaitForFurtherAttempts() {
    step("fetch", 1, 5, 0, new SampledLoad(0.9, 0, 0, 0, 0, 0, 30, 0));

    assertIs(Kind.RETRIES, "fetch");
  }

  @Test
  void shouldFindASlowSource() {
    step("read", 1, 10, 0, SampledLoad.NONE);
    step("hash", 4, 34, 0, SampledLoad.NONE);

    assertThat(verdict().kind()).isEqualTo(Kind.SOURCE);
    assertThat(verdict().stepName()).isEmpty();
    assertThat(verdict().words()).contains("hash, the busiest of them, is busy 34 %");
  }

  @Test
  void shouldNotBlameTheSourceForProcessorsThatAreBusy() {
    processorsUsed = 7.9;
    step("read", 1, 10, 0, SampledLoad.NONE);
    step("hash", 4, 34, 0, SampledLoad.NONE);

    assertThat(verdict().kind()).isEqualTo(Kind.PROCESSORS);
    assertThat(verdict().stepName()).isEmpty();
    assertThat(verdict().words()).startsWith("no step alone: ").contains("7.9 of 8 processors");
  }

  @Test
  void shouldFindASlowReaderOfTheResults() {
    step("read", 1, 10, 80, FULL);
    step("hash", 4, 10, 80, FULL);

    assertThat(verdict().kind()).isEqualTo(Kind.RESULTS);
    assertThat(verdict().words()).contains("hash waits 80 %");
  }
}

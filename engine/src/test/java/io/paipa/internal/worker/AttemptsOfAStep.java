package io.paipa.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Backoff;
import io.paipa.FailedItem;
import io.paipa.Step;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the tests of attempts have in common: a step of their making, and items that come to it. */
abstract class AttemptsOfAStep {
  static final long DELAY_NANOS = 1_000;

  final IOException failure = new IOException("broken");
  final List<FailedItem<Object>> deadLetters = new ArrayList<>();

  /** The number of each attempt at any item. */
  final List<Integer> tried = new ArrayList<>();

  Workplace workplace = new Workplace(options -> {});
  private @Nullable Attempts made;
  private @Nullable PlainAttempts madePlain;

  /** What a step does for an item, when its outputs are out, in an attempt that has a number. */
  @FunctionalInterface
  interface Work {
    void at(int number) throws Exception;
  }

  /** A step that emits its item, and then does what it is to. */
  void stepThat(Work work, Consumer<Workplace.Options> changes) {
    workplace = new Workplace(changes);
    Step<Object, Object> step =
        (item, out) -> {
          int number = attempts().context().attempt();
          tried.add(number);
          out.emit(item);
          work.at(number);
        };
    Station station = workplace.station;
    Output output = new Output(station, 0);
    made = new Attempts(station, 0, step, output);
    KeptItems none = new KeptItems(null, station.ledger.worker(0));
    madePlain = new PlainAttempts(station, 0, step, output, made, none);
  }

  void stepThat(Work work) {
    stepThat(work, options -> {});
  }

  Attempts attempts() {
    return Objects.requireNonNull(made);
  }

  PlainAttempts plainAttempts() {
    return Objects.requireNonNull(madePlain);
  }

  boolean attempt(Object item) {
    return attempts().attempt(workplace.comes(item));
  }

  void fail() throws IOException {
    throw failure;
  }

  void assertAbandoned() {
    assertThat(workplace.report().abandoned()).isOne();
    assertThat(workplace.report().failed()).isZero();
    assertThat(workplace.isSettled()).isTrue();
  }

  void assertFailedWith(String what, int number, Throwable cause) {
    assertThat(workplace.run.failures())
        .containsExactly(new QuietRun.Failure(what, Workplace.STEP, "a", number, cause));
    assertThat(workplace.report().failed()).isOne();
    assertThat(workplace.isSettled()).isTrue();
  }

  static void retries(Workplace.Options options, int most, Backoff backoff) {
    options.maxRetries = most;
    options.backoff = backoff;
  }

  static Consumer<Workplace.Options> atOnce(int most) {
    return options -> retries(options, most, Backoff.none());
  }

  static Consumer<Workplace.Options> later(int most) {
    return options -> retries(options, most, Backoff.fixed(Duration.ofNanos(DELAY_NANOS)));
  }
}

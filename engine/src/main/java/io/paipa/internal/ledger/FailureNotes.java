package io.paipa.internal.ledger;

import io.paipa.RecentFailure;
import io.paipa.RecentFailure.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The last failures of a step, in words, a few of each outcome. So retries, which are many, do not
 * drive out the one dead letter. Where they come quickly, not each is noted: words cost more than
 * all else about a failure.
 *
 * <p><b>Who writes what.</b> Any worker notes. It takes a place by an atomic addition, and writes
 * there alone, unless others have gone round meanwhile: then one of these notes is lost, which are
 * all of the same moment. Any thread reads what is there. A note never changes.
 */
public final class FailureNotes {
  /** So many of each outcome are kept. */
  static final int OF_EACH = 4;

  /** When there are that many, another is noted no sooner than that after the last. */
  static final long PAUSE_NANOS = 100_000_000;

  private record Note(long nanos, int attempt, String reason) {}

  private static final class Notes {
    final AtomicReferenceArray<@Nullable Note> latest = new AtomicReferenceArray<>(OF_EACH);
    final AtomicLong taken = new AtomicLong();
    final AtomicLong lastNanos = new AtomicLong();

    boolean takesOne(long nowNanos) {
      long last = lastNanos.get();
      boolean due = taken.get() < OF_EACH || nowNanos - last >= PAUSE_NANOS;
      return due && lastNanos.compareAndSet(last, nowNanos);
    }

    void add(Note note) {
      latest.set((int) (taken.getAndIncrement() % OF_EACH), note);
    }
  }

  private final Map<Outcome, Notes> ofOutcome = new EnumMap<>(Outcome.class);

  /** No failure is noted. */
  public FailureNotes() {
    for (Outcome outcome : Outcome.values()) {
      ofOutcome.put(outcome, new Notes());
    }
  }

  /**
   * Notes a failure, unless others were noted just now.
   *
   * @param outcome what becomes of the item
   * @param attempt the number of the attempt
   * @param failure what it threw
   * @param nowNanos the time
   */
  public void add(Outcome outcome, int attempt, Throwable failure, long nowNanos) {
    Notes notes = ofOutcome.get(outcome);
    if (notes != null && notes.takesOne(nowNanos)) {
      notes.add(new Note(nowNanos, attempt, reason(outcome, failure)));
    }
  }

  /** The end of the run is not to wait for words, which may be slow: a failure has them later. */
  private static String reason(Outcome outcome, Throwable failure) {
    return outcome == Outcome.FAILED ? failure.getClass().getName() : Words.of(failure);
  }

  /** What is noted, the oldest first. */
  List<RecentFailure> since(long startNanos) {
    List<RecentFailure> all = new ArrayList<>();
    ofOutcome.forEach(
        (outcome, notes) -> {
          for (int i = 0; i < OF_EACH; i++) {
            Note note = notes.latest.get(i);
            if (note != null) {
              Duration elapsed = Duration.ofNanos(note.nanos - startNanos);
              all.add(new RecentFailure(elapsed, outcome, note.attempt, note.reason));
            }
          }
        });
    all.sort(Comparator.comparing(RecentFailure::elapsed));
    return List.copyOf(all);
  }
}

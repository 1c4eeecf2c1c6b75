package io.paipa.examples.readme;

import io.paipa.Builder;
import io.paipa.Emitter;
import io.paipa.Pipeline;
import io.paipa.Step;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Adds up the amounts of each day with several workers. That a day is over is told by a meta event,
 * which passes a step only when everything before it is done.
 */
public final class DayTotals {
  private DayTotals() {}

  public static void main(String[] arguments) throws InterruptedException {
    totals(
            List.of("Monday", "Tuesday"),
            List.of(IntStream.rangeClosed(1, 100).boxed().toList(), List.of(1, 2, 3)))
        .forEach(System.out::println);
  }

  // tag::steps[]
  /** Adds up its worker's share of the amounts; what it has goes out before a day's end passes. */
  static final class Sum implements Step<Integer, Integer> {
    private int sum;

    @Override
    public void process(Integer amount, Emitter<Integer> out) {
      sum += amount;
    }

    @Override
    public void onFlush(Emitter<Integer> out) { // in each worker
      out.emit(sum);
      sum = 0;
    }
  }

  /** Adds up the sums; by now those of all workers have come. */
  static final class Total implements Step<Integer, String> {
    private int total;

    @Override
    public void process(Integer sum, Emitter<String> out) {
      total += sum;
    }

    @Override
    public Object onMeta(Object day, Emitter<String> out) { // in one worker
      out.emit(day + ": " + total);
      total = 0;
      return day; // passed on; null would end its way here
    }
  }

  // end::steps[]

  static List<String> totals(List<String> days, List<List<Integer>> amounts)
      throws InterruptedException {
    // tag::run[]
    Builder<Integer, String> accounts =
        Pipeline.<Integer>named("accounts")
            .step("sum", Sum::new)
            .workers(4)
            .step("total", Total::new);
    try (Pipeline<Integer, String> pipeline = accounts.build()) {
      for (int i = 0; i < days.size(); i++) {
        pipeline.putAll(amounts.get(i));
        pipeline.putMeta(days.get(i));
      }
      pipeline.finish();
      try (Stream<String> totals = pipeline.results()) {
        return totals.toList();
      }
    }
    // end::run[]
  }
}

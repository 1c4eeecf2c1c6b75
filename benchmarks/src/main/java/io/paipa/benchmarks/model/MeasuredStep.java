package io.paipa.benchmarks.model;

import io.paipa.Emitter;
import io.paipa.Pipeline;
import io.paipa.Step;
import java.util.Collections;
import java.util.List;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The engine itself, on the cores of this machine: one step whose items burn processor time, behind
 * a source thread that gives them.
 */
public final class MeasuredStep {
  private static final int TOKENS_TO_CALIBRATE = 1_000;
  private static final int CALIBRATIONS = 10_000;
  private static final double RUN_NANOS = 20_000_000;
  private static final Integer ITEM = 1;

  private final int tokens;
  private final List<Integer> items;

  private MeasuredStep(int tokens, List<Integer> items) {
    this.tokens = tokens;
    this.items = items;
  }

  /**
   * A step whose items take about so long, without what the engine adds.
   *
   * @param itemNanos what an item burns
   * @return the step, not run yet
   */
  public static MeasuredStep burning(double itemNanos) {
    burn();
    int tokens = (int) Math.round(itemNanos * TOKENS_TO_CALIBRATE / burn());
    int count = (int) Math.ceil(RUN_NANOS / itemNanos);
    return new MeasuredStep(tokens, Collections.nCopies(count, ITEM));
  }

  /** How long that many tokens take, in nanoseconds. */
  private static double burn() {
    double[] nanos = new double[CALIBRATIONS];
    for (int i = 0; i < CALIBRATIONS; i++) {
      long start = System.nanoTime();
      Blackhole.consumeCPU(TOKENS_TO_CALIBRATE);
      nanos[i] = System.nanoTime() - start;
    }
    return Timings.of(nanos).quick();
  }

  /**
   * Runs it once, from the start of its threads to their end.
   *
   * @param workers how many
   * @param ahead how many items a worker takes at once, at most
   * @return nanoseconds for an item
   * @throws InterruptedException if this thread is interrupted
   */
  public double nanosPerItem(int workers, int ahead) throws InterruptedException {
    Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("measured")
            .step("burning", () -> new Burner(tokens))
            .workers(workers)
            .claimAhead(ahead)
            .build();
    long start = System.nanoTime();
    pipeline.start();
    pipeline.putIterable(items);
    pipeline.stop();
    return (double) (System.nanoTime() - start) / items.size();
  }

  /** One worker. */
  private record Burner(int tokens) implements Step<Integer, Void> {
    @Override
    public void process(Integer item, Emitter<Void> out) {
      Blackhole.consumeCPU(tokens);
    }
  }
}

package io.paipa.benchmarks;

import java.io.IOException;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.Blackhole;

/**
 * How often the threads of a pipeline that runs had to wait for a lock, while a million items went
 * through ({@value #WAITS}). The hot path takes none, so it is nought, on any machine. Where few
 * cores contend for it, a lock there costs less than two runs differ by; but it is seen here. The
 * last step costs a third of a microsecond, so that several of its workers take part: of a cheap
 * step one would, and nobody would wait for its lock.
 */
public class LockWaits extends PlainRun {
  private static final int TOKENS = 200;

  /** Waits for a lock in one run. */
  static final String WAITS = "lock.waits";

  private @Nullable LockWatch watch;
  private long waits;

  @Override
  Consumer<Integer> last(Consumer<Integer> counting) {
    return item -> {
      Blackhole.consumeCPU(TOKENS);
      counting.accept(item);
    };
  }

  @Override
  public void before() {
    watch = new LockWatch();
  }

  @Override
  public void record() throws IOException {
    waits = Objects.requireNonNull(watch).waits(threads());
    Recorded.add(WAITS, (double) waits, "waits");
  }

  long waits() {
    return waits;
  }
}

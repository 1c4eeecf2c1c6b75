package io.paipa.benchmarks;

import com.lmax.disruptor.Sequence;
import io.paipa.benchmarks.disruptor3.EventReleaseAware;
import io.paipa.ring.EventReleaser;

/** The handler of one worker, for either pool: adds up what it gets. */
final class PoolWorker
    implements io.paipa.ring.WorkHandler<PoolEvent>,
        io.paipa.benchmarks.disruptor3.WorkHandler<PoolEvent>,
        EventReleaseAware {
  private final boolean releasesEarly;
  private final Sequence sum = new Sequence(0); // padded; written by the worker alone
  private final Sequence handled = new Sequence(0);
  private Runnable release = () -> {};

  PoolWorker(boolean releasesEarly) {
    this.releasesEarly = releasesEarly;
  }

  @Override
  public void setEventReleaser(EventReleaser releaser) {
    release = releaser::release;
  }

  @Override
  public void setEventReleaser(io.paipa.benchmarks.disruptor3.EventReleaser releaser) {
    release = releaser::release;
  }

  @Override
  public void onEvent(PoolEvent event) {
    long value = event.value;
    if (releasesEarly) {
      release.run();
    }
    sum.set(sum.get() + value);
    handled.set(handled.get() + 1);
  }

  /** How many events it has handled. */
  long handled() {
    return handled.get();
  }

  /** The sum of them; to be called when {@link #handled} has told of the last. */
  long sum() {
    return sum.get();
  }
}

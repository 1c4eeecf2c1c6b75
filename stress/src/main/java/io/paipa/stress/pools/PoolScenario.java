package io.paipa.stress.pools;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.SleepingWaitStrategy;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.YieldingWaitStrategy;
import io.paipa.ring.WorkWaitStrategy;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A ring, its producers, and pools of which each follows the one before, or none. All of it follows
 * from the seed.
 *
 * @param seed the seed
 * @param slots how many slots the ring has
 * @param waiting how the ring waits
 * @param producers how many threads publish
 * @param events how many events each of them publishes
 * @param chained whether each pool follows the one before
 * @param pools the pools
 */
record PoolScenario(
    long seed,
    int slots,
    Waiting waiting,
    int producers,
    int events,
    boolean chained,
    List<PoolSpec> pools) {

  /** How the workers of a ring wait. */
  enum Waiting {
    WORK,
    BLOCKING,
    YIELDING,
    SLEEPING;

    WaitStrategy strategy() {
      return switch (this) {
        case WORK -> new WorkWaitStrategy();
        case BLOCKING -> new BlockingWaitStrategy();
        case YIELDING -> new YieldingWaitStrategy();
        case SLEEPING -> new SleepingWaitStrategy();
      };
    }
  }

  /**
   * A pool.
   *
   * @param workers how many there are
   * @param failPerMille how many events the handler throws at, of a thousand
   * @param releasePerMille how many it releases before it is done with them
   * @param slowPerMille how many take it longer
   * @param halts how often the pool is halted and started again
   * @param timed whether it is drained within a limit
   */
  record PoolSpec(
      int workers,
      int failPerMille,
      int releasePerMille,
      int slowPerMille,
      int halts,
      boolean timed) {
    private static PoolSpec drawn(Random random) {
      return new PoolSpec(
          1 + random.nextInt(6),
          random.nextInt(4) == 0 ? random.nextInt(300) : 0,
          random.nextInt(2) == 0 ? random.nextInt(1_000) : 0,
          random.nextInt(3) == 0 ? random.nextInt(100) : 0,
          random.nextInt(3) == 0 ? 1 + random.nextInt(5) : 0,
          random.nextBoolean());
    }
  }

  static PoolScenario drawn(long seed) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L);
    int producers = 1 + random.nextInt(3);
    return new PoolScenario(
        seed,
        2 << random.nextInt(7),
        random.nextInt(2) == 0
            ? Waiting.WORK
            : Waiting.values()[random.nextInt(Waiting.values().length)],
        producers,
        1 + random.nextInt(3_000),
        random.nextBoolean(),
        IntStream.rangeClosed(0, random.nextInt(3)).mapToObj(i -> PoolSpec.drawn(random)).toList());
  }

  int total() {
    return producers * events;
  }
}

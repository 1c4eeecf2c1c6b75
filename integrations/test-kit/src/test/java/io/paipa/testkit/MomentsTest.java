package io.paipa.testkit;

import static java.time.Duration.ofMillis;

import io.paipa.Backoff;
import io.paipa.Pipeline;
import io.paipa.RateLimiter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything happens at the moment at which a model without threads lets it happen. Items come and
 * time goes by as a seed says, and after each of that the outputs are compared.
 */
@LeavesNoPipeline
@Timeout(60)
class MomentsTest {
  private static final int ACTIONS = 25;

  /** What is to come out, and when. */
  private interface Model<T> {
    void put(int item, long nowMillis);

    /** The outputs up to a time, since the last call. */
    List<T> outputs(long nowMillis);
  }

  private static <T> void compare(PipelineTest<Integer, T> test, Model<T> model, Random random) {
    int items = 0;
    for (int action = 0; action < ACTIONS; action++) {
      if (random.nextBoolean()) {
        for (int i = random.nextInt(3); i >= 0; i--) {
          model.put(items, test.elapsed().toMillis());
          test.put(items++);
        }
      } else {
        test.advance(ofMillis(2L * random.nextInt(15)));
      }
      test.expect(model.outputs(test.elapsed().toMillis()));
    }
  }

  /** A list goes out when it is full, or a time after its first item. */
  private static final class Lists implements Model<List<Integer>> {
    private final int size;
    private final int timeout;
    private final List<List<Integer>> done = new ArrayList<>();
    private List<Integer> open = new ArrayList<>();
    private long since;

    Lists(int size, int timeout) {
      this.size = size;
      this.timeout = timeout;
    }

    @Override
    public void put(int item, long now) {
      since = open.isEmpty() ? now : since;
      open.add(item);
      if (open.size() == size) {
        close();
      }
    }

    private void close() {
      done.add(open);
      open = new ArrayList<>();
    }

    @Override
    public List<List<Integer>> outputs(long now) {
      if (!open.isEmpty() && now - since >= timeout) {
        close();
      }
      List<List<Integer>> taken = List.copyOf(done);
      done.clear();
      return taken;
    }
  }

  /** Each item comes out at a time of its own, but none before those that were put earlier. */
  private abstract static class InOrder implements Model<Integer> {
    private final List<Long> times = new ArrayList<>();
    private int next;
    private long last;

    abstract long timeOf(int item, long now);

    @Override
    public void put(int item, long now) {
      last = Math.max(last, timeOf(item, now));
      times.add(last);
    }

    @Override
    public List<Integer> outputs(long now) {
      List<Integer> taken = new ArrayList<>();
      while (next < times.size() && times.get(next) <= now) {
        taken.add(next++);
      }
      return taken;
    }
  }

  private static int failuresOf(int item) {
    return item * 7 % 4;
  }

  @ParameterizedTest
  @MethodSource("io.paipa.testkit.Repeats#seeds")
  void shouldHandOutListsInTime(long seed) {
    Random random = new Random(seed);
    int size = 1 + random.nextInt(5);
    int timeout = 1 + random.nextInt(40);

    compare(
        PipelineTest.of(Pipeline.<Integer>named("test").chunk("lists", size, ofMillis(timeout))),
        new Lists(size, timeout),
        random);
  }

  @ParameterizedTest
  @MethodSource("io.paipa.testkit.Repeats#seeds")
  void shouldTryAgainInTime(long seed) {
    Random random = new Random(seed);
    int delay = 1 + random.nextInt(20);
    Map<Integer, Integer> attempts = new ConcurrentHashMap<>();
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(
            Pipeline.<Integer>named("test")
                .map(
                    "send",
                    x -> {
                      if (attempts.merge(x, 1, Integer::sum) <= failuresOf(x)) {
                        throw new IOException("busy");
                      }
                      return x;
                    })
                .workers(1 + random.nextInt(3))
                .ordered()
                .retrying(3, Backoff.fixed(ofMillis(delay))));

    compare(
        test,
        new InOrder() {
          @Override
          long timeOf(int item, long now) {
            return now + (long) failuresOf(item) * delay;
          }
        },
        random);
  }

  @ParameterizedTest
  @MethodSource("io.paipa.testkit.Repeats#seeds")
  void shouldBeginAtTheRate(long seed) {
    Random random = new Random(seed);
    int interval = 1 + random.nextInt(20);
    int burst = 1 + random.nextInt(4);
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(
            Pipeline.<Integer>named("test")
                .map("call", x -> x)
                .workers(1 + random.nextInt(3))
                .ordered()
                .rate(RateLimiter.of(1, ofMillis(interval), burst)));

    compare(
        test,
        new InOrder() {
          /** When the bucket would be full if nothing more were taken. */
          private long full;

          @Override
          long timeOf(int item, long now) {
            long begins = Math.max(now, full - (long) (burst - 1) * interval);
            full = Math.max(full, begins) + interval;
            return begins;
          }
        },
        random);
  }

  /** The second step gets items at times that the first one's waits have made. */
  @ParameterizedTest
  @MethodSource("io.paipa.testkit.Repeats#seeds")
  void shouldKeepTheTimesOfOneStepInTheNext(long seed) {
    Random random = new Random(seed);
    int interval = 2 + 2 * random.nextInt(10);
    int size = 1 + random.nextInt(3);
    int timeout = 1 + 2 * random.nextInt(15); // odd: no item comes at that very moment
    List<Long> begins = new ArrayList<>();
    PipelineTest<Integer, List<Integer>> test =
        PipelineTest.of(
            Pipeline.<Integer>named("test")
                .map("call", x -> x)
                .rate(RateLimiter.of(1, ofMillis(interval), 1))
                .chunk("lists", size, ofMillis(timeout)));

    compare(
        test,
        new Model<>() {
          private final Lists lists = new Lists(size, timeout);
          private int next;

          @Override
          public void put(int item, long now) {
            long earliest = begins.isEmpty() ? 0 : begins.get(begins.size() - 1) + interval;
            begins.add(Math.max(now, earliest));
          }

          @Override
          public List<List<Integer>> outputs(long now) {
            List<List<Integer>> taken = new ArrayList<>();
            while (next < begins.size() && begins.get(next) <= now) {
              taken.addAll(lists.outputs(begins.get(next) - 1));
              lists.put(next, begins.get(next));
              next++;
            }
            taken.addAll(lists.outputs(now));
            return taken;
          }
        },
        random);
  }
}

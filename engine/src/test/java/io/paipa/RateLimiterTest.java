package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.internal.worker.InThreads;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A token bucket: how many permits it gives in a time, and which numbers it takes. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RateLimiterTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000); // it may go past the end

  private RateLimiter.Share share(RateLimiter limiter) {
    return limiter.share(now::get, () -> {});
  }

  private static int taken(RateLimiter.Share share) {
    int count = 0;
    while (share.tryTake(1)) {
      count++;
    }
    return count;
  }

  @Test
  void shouldGiveTheBurstAtOnceAndThenKeepToTheRate() {
    RateLimiter.Share share = share(RateLimiter.of(50, Duration.ofSeconds(1), 5));
    assertThat(taken(share)).isEqualTo(5);
    assertThat(share.nanosUntil(1)).isEqualTo(20_000_000);
    now.addAndGet(19_999_999);
    assertThat(taken(share)).isZero();
    assertThat(share.nanosUntil(1)).isEqualTo(1);
    now.addAndGet(1);
    assertThat(taken(share)).isEqualTo(1);
    now.addAndGet(TimeUnit.DAYS.toNanos(1_000));
    assertThat(taken(share)).as("no more gather than the burst").isEqualTo(5);
  }

  @Test
  void shouldTakeAllThatIsAskedForOrNothing() {
    RateLimiter.Share share = share(RateLimiter.of(1, Duration.ofMillis(1), 10));
    assertThat(share.tryTake(7)).isTrue();
    assertThat(share.tryTake(4)).isFalse();
    assertThat(share.nanosUntil(4)).isEqualTo(1_000_000);
    assertThat(share.tryTake(3)).isTrue();
    assertThat(share.tryTake(0)).isTrue();
    assertThat(share.nanosUntil(0)).isZero();
    assertThat(share.tryTake(11)).isFalse();
    assertThat(share.nanosUntil(11)).isEqualTo(Long.MAX_VALUE);
  }

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  /** In any time t at most burst + rate * t, and not one less than the time allows. */
  @ParameterizedTest
  @MethodSource("seeds")
  void shouldKeepToItsPromiseInAnyTime(long seed) {
    Random random = new Random(seed);
    long permits = 1L + (random.nextBoolean() ? random.nextInt(10) : random.nextInt(2_000_000_000));
    long period = 1L + (random.nextBoolean() ? random.nextInt(10) : random.nextInt(1_000_000_000));
    long burst = 1L + random.nextInt(1 + random.nextInt(1_000));
    RateLimiter.Share share = share(RateLimiter.of(permits, Duration.ofNanos(period), burst));
    List<long[]> taken = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      long cost = random.nextInt(4) == 0 ? random.nextInt((int) burst + 1) : 1;
      long wait = share.nanosUntil(cost);
      if (wait > 0 && random.nextBoolean()) {
        now.addAndGet(wait - 1);
        assertThat(share.tryTake(cost)).as("a nanosecond too early").isFalse();
        now.addAndGet(1);
        wait = 0;
      }
      assertThat(share.tryTake(cost)).isEqualTo(wait == 0);
      if (wait == 0) {
        taken.add(new long[] {now.get(), cost});
      }
      now.addAndGet(
          random.nextInt(3) == 0 ? (long) (random.nextDouble() * 3 * period / permits) : 0);
    }
    for (int from = 0; from < taken.size(); from++) {
      long sum = 0;
      for (int to = from; to < taken.size(); to++) {
        sum += taken.get(to)[1];
        long nanos = taken.get(to)[0] - taken.get(from)[0];
        // sum <= burst + permits / period * nanos, without rounding
        assertThat(Math.multiplyExact(sum - burst, period))
            .isLessThanOrEqualTo(Math.multiplyExact(permits, nanos));
      }
    }
  }

  @Test
  void shouldGiveNoPermitTwiceToSeveralThreads() throws Exception {
    RateLimiter limiter = RateLimiter.of(1, Duration.ofSeconds(1), 10_000);
    AtomicInteger taken = new AtomicInteger();
    InThreads.run(4, thread -> taken.addAndGet(taken(share(limiter))));
    assertThat(taken).hasValue(10_000);
  }

  /** They belong to others, and would wait by the rate of before. */
  @Test
  void shouldTellAllOfAChangeThoughOneThrows() {
    RateLimiter limiter = RateLimiter.of(1, Duration.ofHours(1), 1);
    IllegalStateException thrown = new IllegalStateException("test");
    AtomicInteger told = new AtomicInteger();
    limiter.share(
        now::get,
        () -> {
          throw thrown;
        });
    limiter.share(now::get, told::incrementAndGet);
    assertThatThrownBy(() -> limiter.change(2, Duration.ofHours(1), 1)).isSameAs(thrown);
    assertThat(told).hasValue(1);
    assertThat(limiter.permits()).isEqualTo(2);
  }

  @Test
  void shouldKeepWhatHasGatheredAtAChange() {
    RateLimiter limiter = RateLimiter.of(1, Duration.ofSeconds(1), 10);
    AtomicInteger told = new AtomicInteger();
    RateLimiter.Share share = limiter.share(now::get, told::incrementAndGet);
    assertThat(share.tryTake(10)).isTrue();
    now.addAndGet(TimeUnit.SECONDS.toNanos(4));
    limiter.change(100, Duration.ofSeconds(1), 3);
    assertThat(told).hasValue(1);
    assertThat(taken(share)).as("4 came, 3 fit").isEqualTo(3);
    assertThat(share.nanosUntil(1)).isEqualTo(10_000_000);
    limiter.change(1, Duration.ofHours(1), 2);
    assertThat(share.nanosUntil(1)).isEqualTo(TimeUnit.HOURS.toNanos(1));
    share.close();
    limiter.change(1, Duration.ofSeconds(1), 2);
    assertThat(told).as("it is closed").hasValue(2);
    assertThat(limiter).hasToString("1 per PT1S, burst 2");
  }

  @Test
  void shouldBringNothingWhenItsClockGoesBack() {
    RateLimiter.Share share = share(RateLimiter.of(1, Duration.ofNanos(1), 2));
    assertThat(taken(share)).isEqualTo(2);
    now.addAndGet(-100);
    assertThat(taken(share)).isZero();
    now.addAndGet(101);
    assertThat(taken(share)).isEqualTo(1);
  }

  @Test
  void shouldBeginFullAsACopy() throws Exception {
    RateLimiter limiter = RateLimiter.of(3, Duration.ofSeconds(7), 4);
    assertThat(taken(share(limiter))).isEqualTo(4);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(limiter);
    }
    RateLimiter copy =
        (RateLimiter)
            new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    assertThat(copy.permits()).isEqualTo(3);
    assertThat(copy.period()).isEqualTo(Duration.ofSeconds(7));
    assertThat(copy.burst()).isEqualTo(4);
    assertThat(taken(share(copy))).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({
    "0, PT1S, 1, permits: 0",
    "-1, PT1S, 1, permits: -1",
    "1, PT0S, 1, period: zero",
    "1, PT-1S, 1, period: PT-1S is negative",
    "1, PT1S, 0, burst: 0",
    "1, PT1S, -5, burst: -5",
    "1, PT9999999H, 1, period: PT9999999H is too long",
    "1, PT1S, 9223372036854775807, burst: 9223372036854775807 at 1 per PT1S is too large",
    "9223372036854775807, PT1S, 1, burst: 1 at 9223372036854775807"
  })
  void shouldRefuseWhatIsNoRate(long permits, Duration period, long burst, String words) {
    assertThatThrownBy(() -> RateLimiter.of(permits, period, burst))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(words);
    RateLimiter limiter = RateLimiter.of(2, Duration.ofSeconds(1), 3);
    assertThatThrownBy(() -> limiter.change(permits, period, burst)).hasMessageStartingWith(words);
    assertThat(limiter).hasToString("2 per PT1S, burst 3");
  }
}

package io.paipa.internal.life;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is taken for a producer that never ends. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ProducerWatchTest {
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final AtomicLong publishing = new AtomicLong(-1);
  private final AtomicInteger failures = new AtomicInteger();
  private final ProducerWatch watch =
      new ProducerWatch(publishing::get, failures::incrementAndGet, 1);

  private boolean looksForASecond(Runnable meanwhile) {
    long start = System.nanoTime();
    boolean stuck = false;
    while (System.nanoTime() - start < SECOND_NANOS + SECOND_NANOS / 10) {
      stuck |= watch.look();
      meanwhile.run();
    }
    watch.failIfStuck();
    return stuck;
  }

  @Test
  void shouldBeOneThatPublishesOneThingForASecond() {
    publishing.set(7);
    assertThat(looksForASecond(() -> {})).isTrue();
    assertThat(failures).hasValue(1);
  }

  @Test
  void shouldBeNobodyWhereOneComesAfterTheOther() {
    assertThat(looksForASecond(() -> publishing.addAndGet(2))).isFalse();
    assertThat(failures).hasValue(0);
  }

  @Test
  void shouldBeNobodyWhereNobodyPublishes() {
    assertThat(looksForASecond(() -> {})).isFalse();
  }

  /** It lost its core for long, and has got one in the last moment. */
  @Test
  void shouldBeNobodyWhoHasEndedSinceTheLook() {
    publishing.set(7);
    long start = System.nanoTime();
    while (!watch.look()) {
      assertThat(System.nanoTime() - start).isLessThan(30 * SECOND_NANOS);
    }
    publishing.set(9);
    watch.failIfStuck();
    assertThat(failures).hasValue(0);
    assertThat(watch.look()).isFalse();
  }
}

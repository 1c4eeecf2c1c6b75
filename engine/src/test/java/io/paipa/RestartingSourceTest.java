package io.paipa;

import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A source that fails is made anew behind what it gave; what it gave stays given. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RestartingSourceTest {
  private static final String NAME = "restarts";
  private static final List<Rows.Place> PLACES = List.of(Rows.Place.values());

  @RegisterExtension private final LogListener log = new LogListener();

  private final List<Long> seen = Collections.synchronizedList(new ArrayList<>());
  private final Rows rows = new Rows();

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  private Pipeline<Long, Void> pipeline() {
    return Pipeline.<Long>named(NAME).sink("see", seen::add).build();
  }

  private static List<Long> numbers(long end) {
    return LongStream.range(0, end).boxed().toList();
  }

  private static SourceReport source(Pipeline<?, ?> pipeline) {
    return pipeline.report().sources().get(0);
  }

  @ParameterizedTest
  @EnumSource(Rows.Place.class)
  void shouldGoOnBehindWhatItGave(Rows.Place place) throws InterruptedException {
    rows.failing(2, place == Rows.Place.OPEN ? 0 : 4, place);
    try (Pipeline<Long, Void> pipeline = pipeline()) {
      pipeline.putSource(LazySource.restarting(2, Backoff.none(), rows::from));
      pipeline.run();
      assertNothingAbandoned(pipeline);
      SourceReport source = source(pipeline);
      assertThat(source.name()).isEqualTo("restarting-1");
      assertThat(source.restarts()).isEqualTo(2);
      assertThat(source.pulled()).isEqualTo(10);
      assertThat(source.ended()).isTrue();
    }
    assertThat(seen).isEqualTo(numbers(10));
    assertThat(rows.thrown).hasSize(2);
  }

  /** A source that fails now and then goes on for ever: the limit is for failures in a row. */
  @Test
  void shouldCountTheFailuresInARow() throws InterruptedException {
    rows.end = 1_000;
    LazySource<Long> source =
        LazySource.restarting(
            1,
            Backoff.none(),
            given -> {
              rows.failing(1, given + 1, given % 2 == 0 ? Rows.Place.HAS_NEXT : Rows.Place.NEXT);
              return rows.from(given);
            });
    try (Pipeline<Long, Void> pipeline = pipeline()) {
      pipeline.putSource(source);
      pipeline.run();
      assertThat(source(pipeline).restarts()).isGreaterThan(500);
    }
    assertThat(seen).isEqualTo(numbers(1_000));
  }

  /** What failed may fail to close, too: that is told with it, and keeps no restart back. */
  @Test
  void shouldRestartAfterOneThatDoesNotClose() throws InterruptedException {
    try (Pipeline<Long, Void> pipeline = pipeline()) {
      pipeline.putSource(
          LazySource.restarting(
              1,
              Backoff.none(),
              given -> given == 0 ? new Unclosable() : List.of(1L, 2L).iterator()));
      pipeline.run();
      assertThat(source(pipeline).restarts()).isEqualTo(1);
    }
    assertThat(seen).containsExactly(0L, 1L, 2L);
  }

  private static final class Unclosable implements Iterator<Long>, AutoCloseable {
    private boolean given;

    @Override
    public boolean hasNext() {
      return true;
    }

    @Override
    public Long next() {
      if (given) {
        throw new IllegalStateException("away");
      }
      given = true;
      return 0L;
    }

    @Override
    public void close() {
      throw new IllegalStateException("not closed");
    }
  }

  @Test
  void shouldSayInTheLogWhatFailed() throws InterruptedException {
    rows.failing(1, 4, Rows.Place.NEXT);
    try (Pipeline<Long, Void> pipeline = pipeline()) {
      pipeline.putSource(LazySource.restarting(5, Backoff.none(), rows::from));
      pipeline.run();
      assertThat(log.lines())
          .contains(
              "WARNING: pipeline 'restarts', source 'restarting-1' failed after 4 items, and is"
                  + " made anew in 0 ms, restart 1 of at most 5 in a row");
    }
  }

  static IntStream seeds() {
    return IntStream.range(0, 100);
  }

  /** Failures anywhere, drawn from a seed: each row comes once, in its order. */
  @ParameterizedTest
  @MethodSource("seeds")
  void shouldGiveEachItemOnce(int seed) throws InterruptedException {
    Random random = new Random(seed);
    int end = random.nextInt(200);
    rows.end = end;
    try (Pipeline<Long, Void> pipeline =
        Pipeline.<Long>named(NAME)
            .map("same", item -> item)
            .capacity(2 << random.nextInt(6))
            .sink("see", seen::add)
            .build()) {
      pipeline.putSource(
          LazySource.restarting(
              3,
              Backoff.fixed(Duration.ofNanos(random.nextInt(2) * 1_000L)),
              given -> {
                if (rows.failures == 0) {
                  Rows.Place where = PLACES.get(random.nextInt(PLACES.size()));
                  long at = given + 1 + random.nextInt(20);
                  rows.failing(1 + random.nextInt(3), at, where);
                }
                return rows.from(given);
              }));
      pipeline.run();
      assertNothingAbandoned(pipeline);
      assertThat(source(pipeline).restarts()).isEqualTo(rows.thrown.size());
    }
    assertThat(seen).isEqualTo(numbers(end));
  }
}

package io.paipa.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a commit's metadata says of the records behind its offset. */
class SettledBeyondTest {
  private static final int MAX_CHARS = 4_096;

  private static SettledBeyond read(long offset, String metadata) {
    return SettledBeyond.of(new OffsetAndMetadata(offset, metadata));
  }

  @Test
  void shouldBeReadAsItWasWritten() {
    for (long seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      long from = random.nextLong(1L << 40);
      int records = 1 + random.nextInt(2_000);
      double share = random.nextDouble() * 0.5;
      long[] open =
          LongStream.range(from, from + records)
              .filter(offset -> offset == from || random.nextDouble() < share)
              .toArray();
      SettledBeyond written = new SettledBeyond(from, from + records, open, random.nextInt(5));
      SettledBeyond read = read(from, written.encode(MAX_CHARS));
      assertThat(read.leaderEpoch()).isIn(0, written.leaderEpoch()); // nothing settled, no text
      for (long offset = from - 2; offset < from + records + 2; offset++) {
        assertThat(read.isSettled(offset))
            .as("seed %d, offset %d", seed, offset - from)
            .isEqualTo(written.isSettled(offset));
      }
    }
  }

  @Test
  void shouldHoldOneOpenRecordBeforeMillions() {
    SettledBeyond written = new SettledBeyond(7, 5_000_000, new long[] {7, 4_000_000}, 3);
    String metadata = written.encode(MAX_CHARS);
    assertThat(metadata).hasSizeLessThan(60);
    assertThat(read(7, metadata).isSettled(3_999_999)).isTrue();
    assertThat(read(7, metadata).isSettled(4_000_000)).isFalse();
  }

  /** As many as 64 workers and a ring have open, and far more. */
  @Test
  void shouldHoldThousandsOfOpenRecords() {
    Random random = new Random(1);
    long[] open = random.longs(3_000, 0, 100_000).distinct().sorted().toArray();
    SettledBeyond written = new SettledBeyond(open[0], 100_000, open, 0);
    SettledBeyond read = read(open[0], written.encode(MAX_CHARS));
    assertThat(LongStream.range(open[0], 100_000).filter(o -> !read.isSettled(o)).toArray())
        .isEqualTo(open);
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 60, 200, 1_000})
  void shouldLeaveOutWhatDoesNotFit(int maxChars) {
    Random random = new Random(maxChars);
    long[] open = random.longs(20_000, 0, 1_000_000).distinct().sorted().toArray();
    SettledBeyond written = new SettledBeyond(open[0], 1_000_000, open, 0);
    String metadata = written.encode(maxChars);
    assertThat(metadata).hasSizeLessThanOrEqualTo(maxChars);
    SettledBeyond read = read(open[0], metadata);
    assertThat(LongStream.of(open).filter(read::isSettled)).isEmpty();
    if (maxChars >= 200) {
      assertThat(LongStream.range(0, 1_000_000).filter(read::isSettled)).isNotEmpty();
    }
  }

  @Test
  void shouldSayNothingWhereNothingIsSettledBeyond() {
    assertThat(new SettledBeyond(5, 5, new long[0], 0).encode(MAX_CHARS)).isEmpty();
    assertThat(new SettledBeyond(5, 8, new long[] {5, 6, 7}, 0).encode(MAX_CHARS)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "another program's", "paipa:1:", "paipa:1:???", "paipa:1:AAAA", "paipa:2:eJw"})
  void shouldTakeForeignTextForNothing(String metadata) {
    assertThat(read(0, metadata)).isSameAs(SettledBeyond.NOTHING);
  }

  /** Somebody has set the offset by hand, and kept the text. */
  @Test
  void shouldTakeTheTextOfAnotherOffsetForNothing() {
    String metadata = new SettledBeyond(5, 100, new long[] {5}, 0).encode(MAX_CHARS);
    assertThat(read(5, metadata).isSettled(6)).isTrue();
    assertThat(read(4, metadata)).isSameAs(SettledBeyond.NOTHING);
  }
}

package io.paipa.kafka;

import io.paipa.Acknowledgement;
import io.paipa.SettledPrefix;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * How far a partition has come, from its assignment to this consumer to its revocation. What
 * settles afterwards still tells this object, which nobody asks any more. Confined to the source's
 * thread.
 */
final class PartitionProgress {
  private final SettledPrefix prefix = new SettledPrefix();

  /** What an earlier consumer has left; null until that was read. */
  private @Nullable SettledBeyond earlier;

  /** Where this consumer begins, if no earlier one has committed anything. */
  private OptionalLong start = OptionalLong.empty();

  /** Behind the last record that was fetched. */
  private @Nullable OffsetAndMetadata position;

  /** What was sent to the broker last; null if that must be sent again. */
  private @Nullable OffsetAndMetadata sent;

  private long last = -1;
  private int leaderEpoch;
  private int fetched;
  private int open;

  /** Whether what an earlier consumer has left was not yet read. */
  boolean isUnread() {
    return earlier == null;
  }

  /** What an earlier consumer has committed. */
  void read(SettledBeyond committed) {
    earlier = committed;
  }

  /**
   * No earlier consumer has committed anything. So the client begins by its policy; the next one is
   * to begin at the same place, for what is written meanwhile must not be passed over.
   */
  void begin(long offset) {
    earlier = SettledBeyond.NOTHING;
    start = OptionalLong.of(offset);
  }

  /** Whether an offset comes before what was fetched: the log was cut, or made anew. */
  boolean isBehind(long offset) {
    return position != null && offset < position.offset();
  }

  /** Records were fetched. */
  void fetched(int records, OffsetAndMetadata next) {
    fetched += records;
    position = next;
  }

  /**
   * Whether an earlier consumer has settled a record. Called for each that was fetched, in their
   * order, before it is delivered.
   */
  boolean wasSettled(ConsumerRecord<?, ?> record) {
    fetched--;
    int epoch = record.leaderEpoch().orElse(0);
    if (earlier == null || record.offset() < earlier.from() || epoch > earlier.leaderEpoch()) {
      earlier = SettledBeyond.NOTHING; // the offset was set back, or the log has other records
    }
    leaderEpoch = Math.max(leaderEpoch, epoch);
    return earlier.isSettled(record.offset());
  }

  /**
   * A record is about to be delivered, or to be passed over.
   *
   * @return what is to be told of its settlement
   */
  Acknowledgement opened(long offset) {
    Acknowledgement position = prefix.opened(offset);
    last = offset;
    open++;
    return outcome -> {
      open--;
      position.settled(outcome);
    };
  }

  /** How many records are delivered, and not settled. */
  int open() {
    return open;
  }

  /**
   * What is to be committed.
   *
   * @param maxMetadata how long the metadata may be
   * @return empty if the broker has it already
   */
  Optional<OffsetAndMetadata> toCommit(int maxMetadata) {
    Optional<OffsetAndMetadata> now = progress(maxMetadata).filter(each -> !each.equals(sent));
    now.ifPresent(each -> sent = each);
    return now;
  }

  /** What was sent last may not have reached the broker. */
  void sendAgain() {
    sent = null;
  }

  private Optional<OffsetAndMetadata> progress(int maxMetadata) {
    long[] again = prefix.open().toArray();
    OptionalLong from = from(again);
    if (earlier == null || from.isEmpty()) {
      return Optional.empty(); // what an earlier one has left must not be overwritten unread
    }
    long offset = from.getAsLong();
    Optional<Integer> epoch =
        Optional.ofNullable(position)
            .filter(next -> next.offset() == offset)
            .flatMap(OffsetAndMetadata::leaderEpoch);
    String metadata = beyond(offset, again, earlier).encode(maxMetadata);
    return Optional.of(new OffsetAndMetadata(offset, epoch, metadata));
  }

  /** The first offset that has to come again. */
  private OptionalLong from(long[] again) {
    if (again.length == 0 && fetched == 0 && position != null) {
      return OptionalLong.of(position.offset()); // passes over what holds no record, too
    }
    OptionalLong settled = prefix.settledUpTo();
    if (settled.isPresent()) {
      return OptionalLong.of(settled.getAsLong() + 1);
    }
    return again.length > 0 ? OptionalLong.of(again[0]) : start;
  }

  /** What the earlier consumer knew of records that did not yet come again is still true. */
  private SettledBeyond beyond(long from, long[] again, SettledBeyond earlier) {
    SettledBeyond known = from < earlier.from() ? SettledBeyond.NOTHING : earlier;
    long to = Math.max(from, Math.max(last + 1, known.to()));
    long[] open =
        LongStream.concat(LongStream.of(again), known.openAfter(Math.max(last, from - 1)))
            .toArray();
    return new SettledBeyond(from, to, open, Math.max(leaderEpoch, known.leaderEpoch()));
  }
}

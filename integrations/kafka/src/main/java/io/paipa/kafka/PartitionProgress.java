package io.paipa.kafka;

import io.paipa.Acknowledgement;
import io.paipa.SettledPrefix;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
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

  /** Behind the last record that was fetched. */
  private @Nullable OffsetAndMetadata position;

  /** What was sent to the broker last; null if that must be sent again. */
  private @Nullable OffsetAndMetadata sent;

  private long last = -1;
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

  /** Records were fetched. */
  void fetched(int records, OffsetAndMetadata next) {
    fetched += records;
    position = next;
  }

  /**
   * Whether an earlier consumer has settled a record. Called for each that was fetched, in their
   * order, before it is delivered.
   */
  boolean wasSettled(long offset) {
    fetched--;
    if (earlier == null || offset < earlier.from()) {
      earlier = SettledBeyond.NOTHING; // the offsets were set back: they have to come again
    }
    return earlier.isSettled(offset);
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
    if (from.isEmpty()) {
      return Optional.empty();
    }
    long offset = from.getAsLong();
    Optional<Integer> leaderEpoch =
        Optional.ofNullable(position)
            .filter(next -> next.offset() == offset)
            .flatMap(OffsetAndMetadata::leaderEpoch);
    String metadata = beyond(offset, again).encode(maxMetadata);
    return Optional.of(new OffsetAndMetadata(offset, leaderEpoch, metadata));
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
    return again.length > 0 ? OptionalLong.of(again[0]) : OptionalLong.empty();
  }

  /** What the earlier consumer knew of records that did not yet come again is still true. */
  private SettledBeyond beyond(long from, long[] again) {
    SettledBeyond known = earlier == null ? SettledBeyond.NOTHING : earlier;
    long to = Math.max(from, Math.max(last + 1, known.to()));
    long[] open =
        LongStream.concat(LongStream.of(again), known.openAfter(Math.max(last, from - 1)))
            .toArray();
    return new SettledBeyond(from, to, open);
  }
}

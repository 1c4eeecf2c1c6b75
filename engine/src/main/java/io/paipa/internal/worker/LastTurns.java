package io.paipa.internal.worker;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The last turn of each key that has an open item. A table of slots, by the hash of the key. A key
 * whose slot has another key is kept apart, in a map. So nearly all items need one slot, which is
 * written when they come and when they are settled.
 *
 * <p><b>Who writes what.</b> One thread at a time puts turns in. Any worker takes the turn out that
 * it has ended, by compare-and-set; so it takes out no other, and a slot is emptied only if its
 * turn is still the last. The thread that puts in overwrites a slot only if it is empty, or has a
 * turn of the same key, which is then in line before the new one. Whether a turn is kept apart is
 * written before the turn is put in.
 *
 * <p><b>A key is in one place.</b> It is kept apart only as long as it has a turn there; meanwhile
 * its next turns go there, too, for that is looked at first.
 */
final class LastTurns {
  private static final int SLOTS_AT_MOST = 1 << 16;

  private final AtomicReferenceArray<@Nullable Turn> slots;
  private final ConcurrentHashMap<Apart, Turn> apart = new ConcurrentHashMap<>();

  /**
   * No key has an open item.
   *
   * @param open how many items may be open, about
   */
  LastTurns(int open) {
    int size = Integer.highestOneBit(Math.max(1, Math.min(SLOTS_AT_MOST / 4, open))) * 4;
    slots = new AtomicReferenceArray<>(size);
  }

  /**
   * Puts in a turn as the last one of its key; by one thread at a time. Throws what the key's
   * {@code equals} throws; then nothing has changed.
   *
   * @param key the turn's key
   * @return the turn before, which may be over; null if there is none
   */
  @Nullable Turn put(Object key, Turn turn) {
    int hash = turn.hash();
    int slot = (hash ^ hash >>> 16) & slots.length() - 1;
    if (!apart.isEmpty() && apart.containsKey(new Apart(key, hash))) {
      return putApart(key, turn);
    }
    Turn last = slots.getAcquire(slot);
    if (last != null && (last.hash() != hash || !key.equals(last.key()))) {
      return putApart(key, turn);
    }
    turn.inSlot(slot);
    slots.setRelease(slot, turn);
    return last;
  }

  private @Nullable Turn putApart(Object key, Turn turn) {
    turn.inSlot(Turn.APART);
    return apart.put(new Apart(key, turn.hash()), turn);
  }

  /** A key in the map, which asks it for nothing but {@code equals}. */
  private record Apart(Object key, int hash) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Apart another && another.hash == hash && key.equals(another.key);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /** Takes out a turn that is over, if it is still the last one of its key. Any worker. */
  void remove(Object key, Turn turn) {
    if (turn.slot() == Turn.APART) {
      apart.remove(new Apart(key, turn.hash()), turn);
    } else {
      slots.compareAndSet(turn.slot(), turn, null);
    }
  }

  /** How many keys have an open item. */
  int size() {
    int size = apart.size();
    for (int i = 0; i < slots.length(); i++) {
      size += slots.get(i) == null ? 0 : 1;
    }
    return size;
  }

  /** After the end. */
  void clear() {
    apart.clear();
    for (int i = 0; i < slots.length(); i++) {
      slots.set(i, null);
    }
  }
}

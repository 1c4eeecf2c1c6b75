package io.paipa;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** A table of numbers on a server that is away now and then. Read by the source thread alone. */
final class Rows {
  /** Where a source fails. */
  enum Place {
    OPEN,
    HAS_NEXT,
    NEXT
  }

  final List<Long> opened = Collections.synchronizedList(new ArrayList<>());
  final List<Long> closed = Collections.synchronizedList(new ArrayList<>());
  final List<Exception> thrown = Collections.synchronizedList(new ArrayList<>());
  int failures;
  private long failsAt = -1;
  long end = 10;
  private Place place = Place.NEXT;

  /** It fails so often in a row, at a row. */
  Rows failing(int times, long at, Place where) {
    failures = times;
    failsAt = at;
    place = where;
    return this;
  }

  Iterator<Long> from(long given) throws IOException {
    opened.add(given);
    if (place == Place.OPEN && given == failsAt) {
      IOException failure = failure();
      if (failure != null) {
        throw failure;
      }
    }
    return new Reading(given);
  }

  private @Nullable IOException failure() {
    if (failures == 0) {
      return null;
    }
    failures--;
    IOException failure = new IOException("away " + (thrown.size() + 1));
    thrown.add(failure);
    return failure;
  }

  private final class Reading implements Iterator<Long>, AutoCloseable {
    private long next;

    Reading(long from) {
      next = from;
    }

    private void failAt(Place here) {
      if (place == here && next == failsAt) {
        IOException failure = failure();
        if (failure != null) {
          throw new IllegalStateException(failure);
        }
      }
    }

    @Override
    public boolean hasNext() {
      failAt(Place.HAS_NEXT);
      return next < end;
    }

    @Override
    public Long next() {
      failAt(Place.NEXT);
      if (next >= end) {
        throw new NoSuchElementException();
      }
      return next++;
    }

    @Override
    public void close() {
      closed.add(next);
    }
  }
}

package io.paipa.stress.chaos;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A feed that the engine pulls: counts what was pulled and whether it was closed. */
final class Sources implements Iterable<Object> {
  final AtomicLong pulled = new AtomicLong();
  final AtomicLong sum = new AtomicLong();
  final AtomicInteger made = new AtomicInteger();
  final AtomicInteger closed = new AtomicInteger();
  final Watched watched = new Watched();
  private final int feed;
  private final Feed spec;
  private final Sabotage sabotage;

  Sources(int feed, Feed spec, Sabotage sabotage) {
    this.feed = feed;
    this.spec = spec;
    this.sabotage = sabotage;
  }

  @Override
  public Iterator<Object> iterator() {
    sabotage.strike(Fault.Kind.SOURCE_ITERATOR, Sabotage.PIPELINE);
    return items();
  }

  /** For a caller that asks in a thread of its own. */
  Iterator<Object> items() {
    made.incrementAndGet();
    return new Items();
  }

  /** The calls of one that fails as it is told, and in no other way. */
  Iterator<Object> itemsFrom(long first, FailsAt fails) {
    made.incrementAndGet();
    return new FailingItems(first, fails);
  }

  /** Throws if a source is to fail at an item. */
  @FunctionalInterface
  interface FailsAt {
    void call(long item, int place);
  }

  private Token take(long number) {
    Pauses.after(spec, number);
    Token token = Token.root(feed, number);
    watched.add(token);
    pulled.incrementAndGet();
    sum.addAndGet(token.id);
    return token;
  }

  private boolean has(long number) {
    return spec.isEndless() || number < spec.items();
  }

  private final class FailingItems implements Iterator<Object>, AutoCloseable {
    private final FailsAt fails;
    private long next;

    FailingItems(long first, FailsAt fails) {
      this.next = first;
      this.fails = fails;
    }

    @Override
    public boolean hasNext() {
      fails.call(next, 1);
      return has(next);
    }

    @Override
    public Object next() {
      fails.call(next, 2);
      return take(next++);
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  /** Counts how often it is closed. */
  private final class Items implements Iterator<Object>, AutoCloseable {
    private long next;

    @Override
    public boolean hasNext() {
      sabotage.strike(Fault.Kind.SOURCE_HAS_NEXT, Sabotage.PIPELINE);
      return has(next);
    }

    @Override
    @SuppressWarnings("NullAway") // a fault
    public Object next() {
      sabotage.strike(Fault.Kind.SOURCE_NEXT, Sabotage.PIPELINE);
      if (sabotage.strikes(Fault.Kind.SOURCE_NULL, Sabotage.PIPELINE)) {
        return null;
      }
      return take(next++);
    }

    @Override
    public void close() {
      closed.incrementAndGet();
      sabotage.strike(Fault.Kind.SOURCE_CLOSE, Sabotage.PIPELINE);
    }
  }
}

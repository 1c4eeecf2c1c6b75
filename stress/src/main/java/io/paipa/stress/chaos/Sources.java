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

  /** Counts how often it is closed. */
  private final class Items implements Iterator<Object>, AutoCloseable {
    private long next;

    @Override
    public boolean hasNext() {
      sabotage.strike(Fault.Kind.SOURCE_HAS_NEXT, Sabotage.PIPELINE);
      return spec.isEndless() || next < spec.items();
    }

    @Override
    @SuppressWarnings("NullAway") // a fault
    public Object next() {
      sabotage.strike(Fault.Kind.SOURCE_NEXT, Sabotage.PIPELINE);
      if (sabotage.strikes(Fault.Kind.SOURCE_NULL, Sabotage.PIPELINE)) {
        return null;
      }
      Pauses.after(spec, next);
      Token token = Token.root(feed, next++);
      watched.add(token);
      pulled.incrementAndGet();
      sum.addAndGet(token.id);
      return token;
    }

    @Override
    public void close() {
      closed.incrementAndGet();
      sabotage.strike(Fault.Kind.SOURCE_CLOSE, Sabotage.PIPELINE);
    }
  }
}

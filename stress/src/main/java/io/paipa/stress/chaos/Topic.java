package io.paipa.stress.chaos;

import io.paipa.AcknowledgedSource;
import io.paipa.Deliveries;
import io.paipa.SettledPrefix;
import io.paipa.Settlement;
import java.time.Duration;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A feed that is told of its items. It looks who calls it, whether its prefix passes an open item,
 * and whether it is closed once, and called no more then.
 */
final class Topic implements AcknowledgedSource<Object> {
  private static final int BATCH_AT_MOST = 40;
  private static final int SETTLES_PER_MILLE = 20;

  final AtomicLong delivered = new AtomicLong();
  final AtomicLong sum = new AtomicLong();
  final AtomicInteger closed = new AtomicInteger();
  final Watched watched = new Watched();
  private final int feed;
  private final Feed spec;
  private final Sabotage sabotage;
  private final Problems problems;
  private final Outcomes outcomes;
  private final SettledPrefix prefix = new SettledPrefix();
  private final TreeSet<Long> open = new TreeSet<>();
  private @Nullable Thread thread;
  private long calls;

  Topic(int feed, Feed spec, Sabotage sabotage, Problems problems, Outcomes outcomes) {
    this.feed = feed;
    this.spec = spec;
    this.sabotage = sabotage;
    this.problems = problems;
    this.outcomes = outcomes;
  }

  @Override
  public boolean bounded() {
    return spec.kind() == Feed.Kind.BOUNDED_TOPIC;
  }

  boolean hasMore() {
    return spec.isEndless() || delivered.get() < spec.items();
  }

  @Override
  @SuppressWarnings("NullAway") // a fault
  public boolean poll(Deliveries<Object> to, Duration limit) throws InterruptedException {
    check();
    sabotage.strike(Fault.Kind.SOURCE_HAS_NEXT, Sabotage.PIPELINE);
    settleNowAndThen(to);
    int room = Math.min(to.room(), 1 + Math.floorMod(Mix.hash(feed, calls), BATCH_AT_MOST));
    problems.otherUnless(room > 0, "feed " + feed + ": polled without room");
    for (int i = 0; i < room && hasMore(); i++) {
      sabotage.strike(Fault.Kind.SOURCE_NEXT, Sabotage.PIPELINE);
      long number = delivered.get();
      Pauses.after(spec, number);
      if (sabotage.strikes(Fault.Kind.SOURCE_NULL, Sabotage.PIPELINE)) {
        to.deliver(null, outcome -> {});
      }
      deliver(Token.root(feed, number), to);
    }
    if (!hasMore() && !bounded()) {
      Thread.sleep(1);
    }
    return hasMore() || !bounded();
  }

  private void deliver(Token token, Deliveries<Object> to) {
    long number = token.root;
    watched.add(token);
    delivered.incrementAndGet();
    sum.addAndGet(token.id);
    open.add(number);
    var position = prefix.opened(number);
    to.deliver(
        token,
        outcome -> {
          check();
          position.settled(outcome);
          settled(number, outcome);
        });
  }

  private void settled(long number, Settlement outcome) {
    if (outcome.isFinal()) {
      open.remove(number);
    }
    outcomes.told(number, outcome);
    long settledUpTo = prefix.settledUpTo().orElse(-1);
    problems.ledgerUnless(
        open.isEmpty() || settledUpTo < open.first(),
        "feed " + feed + ": its prefix is " + settledUpTo + ", but open are " + open);
    sabotage.strike(Fault.Kind.SOURCE_ACKNOWLEDGED, Sabotage.PIPELINE);
  }

  private void settleNowAndThen(Deliveries<Object> deliveries) throws InterruptedException {
    if (Mix.hits(Mix.hash(feed, calls, 1), SETTLES_PER_MILLE)) {
      boolean all = deliveries.settle(Duration.ofMillis(calls % 5));
      problems.ledgerUnless(
          !all || open.isEmpty(), "feed " + feed + ": all are settled, but open are " + open);
    }
  }

  @Override
  public void idle(Deliveries<Object> deliveries) throws InterruptedException {
    check();
    problems.otherUnless(deliveries.room() == 0, "feed " + feed + ": room in idle");
    sabotage.strike(Fault.Kind.SOURCE_IDLE, Sabotage.PIPELINE);
    settleNowAndThen(deliveries);
  }

  private void check() {
    calls++;
    if (thread == null) {
      thread = Thread.currentThread();
    }
    problems.otherUnless(
        thread == Thread.currentThread(), "feed " + feed + ": called in several threads");
    problems.otherUnless(closed.get() == 0, "feed " + feed + ": called after its close");
  }

  @Override
  public void close() {
    closed.incrementAndGet();
    sabotage.strike(Fault.Kind.SOURCE_CLOSE, Sabotage.PIPELINE);
  }
}

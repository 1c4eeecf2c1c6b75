package io.paipa.stress.chaos;

import io.paipa.Pipeline;
import io.paipa.PipelineException;
import io.paipa.PipelineState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.Spliterators;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Puts the items of a feed in, and counts those that were accepted. */
final class Feeding {
  private static final Object MARKER = "end of the queue";
  private static final int ENDLESS_IN_QUEUE = 5_000;

  private final int number;
  private final Feed feed;
  private final Pipeline<Object, Object> pipeline;
  private final Problems problems;
  private final Sources source;
  private final RestartingFeed restarting;
  private final Outcomes outcomes;
  private final Topic topic;
  private final Oddities oddities;
  private final CarriedTokens contexts;
  private final AtTheEdge edge = new AtTheEdge();
  private final BlockingQueue<Object> queue;
  private final AtomicInteger streamClosed = new AtomicInteger();
  private final Watched watched = new Watched();
  private volatile boolean handedOver;
  private volatile boolean queueHandedOver;

  private final AtomicLong put = new AtomicLong();

  private final AtomicLong putSum = new AtomicLong();
  private final AtomicLong queued = new AtomicLong();
  private final AtomicInteger metas = new AtomicInteger();

  Feeding(
      int number,
      Feed feed,
      Pipeline<Object, Object> pipeline,
      Sabotage sabotage,
      Scenario scenario,
      CarriedTokens contexts,
      Problems problems) {
    this.number = number;
    this.feed = feed;
    this.pipeline = pipeline;
    this.contexts = contexts;
    this.problems = problems;
    this.source = new Sources(number, feed, sabotage);
    this.restarting = new RestartingFeed(number, source);
    this.outcomes = new Outcomes(number, problems);
    this.topic = new Topic(number, feed, sabotage, problems, outcomes);
    this.oddities = scenario.oddities();
    int kept = feed.kind() == Feed.Kind.QUEUE ? scenario.keptInQueue(number) : -1;
    this.queue = kept >= 0 ? new RelaxedQueue(kept) : new LinkedBlockingQueue<>();
  }

  Feed feed() {
    return feed;
  }

  /** Feeds; in the calling thread, as far as the pipeline does not pull. */
  void run() {
    try {
      switch (feed.kind()) {
        case PUT, OFFER, TIMED_OFFER, INPUT_QUEUE, SUBMIT, TOLD_OFFER -> putAll();
        case PUT_ALL -> pipeline.putAll(this::counted);
        case ITERATOR -> pipeline.putIterator(source.items());
        case ITERABLE -> pipeline.putIterable(source);
        case RESTARTING -> pipeline.putSource(restarting.source());
        case STREAM -> pipeline.putStream(stream());
        case COLLECTION -> pipeline.putIterable(list());
        case QUEUE -> fillQueue(false);
        case MARKED_QUEUE -> fillQueue(true);
        case TOPIC, BOUNDED_TOPIC -> pipeline.putAcknowledged(topic);
      }
      handedOver = true;
      awaitDeliveries();
    } catch (IllegalStateException | InterruptedException late) {
      // the pipeline is finished or aborted, or somebody interrupted this thread
    } catch (PipelineException failed) {
      problems.otherUnless(failed.getCause() != null, "a put threw without a cause: " + failed);
    } catch (Throwable t) {
      problems.other("a put threw " + t);
    }
  }

  /**
   * What comes from a topic has come, unless the pipeline ends before; else a stop is too early.
   */
  private void awaitDeliveries() throws InterruptedException {
    boolean awaited = feed.kind() == Feed.Kind.TOPIC && !feed.isEndless() && !feed.staged();
    while (awaited
        && topic.hasMore()
        && (pipeline.state() == PipelineState.RUNNING
            || pipeline.state() == PipelineState.PAUSED)) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  private void putAll() throws InterruptedException {
    for (long i = 0; feed.isEndless() || i < feed.items(); i++) {
      Pauses.after(feed, i);
      if (feed.metaEvery() > 0 && i > 0 && i % feed.metaEvery() == 0) {
        pipeline.putMeta(new Meta(number, i, 0));
        countMeta();
      }
      putInContext(Token.root(number, i));
    }
  }

  private void countMeta() {
    metas.incrementAndGet();
  }

  private void putInContext(Token token) throws InterruptedException {
    contexts.putting(token);
    try {
      put(token);
    } finally {
      contexts.put();
    }
  }

  private void put(Token token) throws InterruptedException {
    switch (feed.kind()) {
      case PUT -> {
        if (oddities.isAtTheEdge(Mix.hash(number, token.id, 34))) {
          edge.call(() -> pipeline.put(token));
        } else {
          pipeline.put(token);
        }
      }
      case OFFER -> untilTaken(() -> pipeline.offer(token));
      case TIMED_OFFER -> {
        while (!pipeline.offer(token, Duration.ofNanos(500_000))) {
          Thread.yield();
        }
      }
      case SUBMIT -> submit(token);
      case TOLD_OFFER ->
          untilTaken(() -> pipeline.offer(token, outcome -> outcomes.told(token.root, outcome)));
      default -> pipeline.inputQueue().put(token);
    }
    watched.add(token);
    count(token);
  }

  private static void untilTaken(BooleanSupplier offer) throws InterruptedException {
    while (!offer.getAsBoolean()) {
      TimeUnit.MICROSECONDS.sleep(20);
    }
  }

  private void submit(Token token) throws InterruptedException {
    long root = token.root;
    pipeline.submit(token).thenAccept(outcome -> outcomes.told(root, outcome));
  }

  private void count(Token token) {
    put.incrementAndGet();
    putSum.addAndGet(token.id);
  }

  /** The thread that puts these has put all before the one that it asks for. */
  private Iterator<Object> counted() {
    return new Iterator<>() {
      private long next;
      private @Nullable Token last;

      @Override
      public boolean hasNext() {
        if (last != null) {
          count(last);
          last = null;
        }
        return feed.isEndless() || next < feed.items();
      }

      @Override
      public Object next() {
        Token token = Token.root(number, next++);
        last = token;
        return token;
      }
    };
  }

  private Stream<Object> stream() {
    Iterator<Object> items = source.items();
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(items, 0), false)
        .onClose(streamClosed::incrementAndGet);
  }

  private List<Object> list() {
    List<Object> list = new ArrayList<>();
    for (long i = 0; i < feed.items(); i++) {
      Token token = Token.root(number, i);
      list.add(token);
      watched.add(token);
    }
    return list;
  }

  private void fillQueue(boolean marked) throws InterruptedException {
    if (marked) {
      pipeline.putQueue(queue, MARKER::equals);
    } else {
      pipeline.putQueue(queue);
    }
    queueHandedOver = true;
    try {
      for (long i = 0; i < (feed.isEndless() ? ENDLESS_IN_QUEUE : feed.items()); i++) {
        Pauses.after(feed, i);
        Token token = Token.root(number, i);
        queue.put(token);
        watched.add(token);
        queued.incrementAndGet();
        putSum.addAndGet(token.id);
      }
    } finally {
      if (marked) {
        queue.add(MARKER); // interrupted or not: without it, the pipeline waits for it rightly
      }
    }
  }

  /** The fewest and the most items that were accepted. */
  long[] accepted(boolean clean) {
    return switch (feed.kind()) {
      case PUT, OFFER, TIMED_OFFER, INPUT_QUEUE, PUT_ALL, SUBMIT, TOLD_OFFER ->
          new long[] {put.get(), put.get()};
      case TOPIC, BOUNDED_TOPIC -> new long[] {topic.delivered.get(), topic.delivered.get()};
      case ITERATOR, ITERABLE, RESTARTING -> new long[] {source.pulled.get(), source.pulled.get()};
      // a stream's iterator looks one item ahead
      case STREAM -> new long[] {Math.max(0, source.pulled.get() - 1), source.pulled.get()};
      case COLLECTION -> {
        long all = handedOver ? feed.items() : 0;
        yield new long[] {clean ? all : 0, all};
      }
      case QUEUE, MARKED_QUEUE -> taken();
    };
  }

  private long[] taken() {
    long left = left();
    long lookedAhead = feed.kind() == Feed.Kind.MARKED_QUEUE ? 1 : 0;
    return new long[] {Math.max(0, queued.get() - left - lookedAhead), queued.get() - left};
  }

  private long left() {
    return queue.stream().filter(Token.class::isInstance).count();
  }

  /** How many items were put by a thread, and not pulled by the engine. */
  long put() {
    return put.get();
  }

  /** How often the source has failed, and could be made anew. */
  int restarts() {
    return restarting.failures.get();
  }

  /** Meta events that were accepted. */
  int metas() {
    return metas.get();
  }

  /** The sum of the hashes of what was accepted, if the run was clean. */
  long sum() {
    return switch (feed.kind()) {
      case ITERATOR, ITERABLE, STREAM, RESTARTING -> source.sum.get();
      case TOPIC, BOUNDED_TOPIC -> topic.sum.get();
      case COLLECTION ->
          handedOver ? list().stream().mapToLong(item -> ((Token) item).id).sum() : 0;
      case QUEUE, MARKED_QUEUE ->
          putSum.get()
              - queue.stream()
                  .filter(Token.class::isInstance)
                  .mapToLong(item -> ((Token) item).id)
                  .sum();
      default -> putSum.get();
    };
  }

  /**
   * After the end.
   *
   * @param cleanly whether all that was accepted must be through
   * @param undisturbed whether all that there was must have been accepted
   */
  void check(boolean cleanly, boolean undisturbed) {
    checkClosed();
    int wrong = restarting.wrongBeginnings.get();
    holds(wrong == 0, "it was made anew at the wrong item " + wrong + " times");
    if (cleanly && !feed.isEndless()) {
      checkWhole(undisturbed);
    }
  }

  /** What the feed was told of its items, if it was to be told. */
  void checkOutcomes(Set<Long> deadRoots, boolean apart, boolean unread, boolean forced) {
    switch (feed.kind()) {
      case TOPIC, BOUNDED_TOPIC, SUBMIT, TOLD_OFFER ->
          outcomes.check(pipeline.state(), accepted(true)[0], deadRoots, apart, unread, forced);
      default -> {}
    }
  }

  private void checkClosed() {
    int made = source.made.get();
    int closed = source.closed.get();
    // The caller keeps an iterator that is refused; the engine's own is closed always.
    int expected = feed.kind() == Feed.Kind.ITERATOR ? (handedOver ? 1 : 0) : made;
    holds(
        feed.kind() == Feed.Kind.STREAM || closed == expected,
        made + " iterators made, " + closed + " closed");
    int streams = streamClosed.get();
    int expectedStreams = feed.kind() == Feed.Kind.STREAM && handedOver ? 1 : 0;
    holds(streams == expectedStreams, "the stream was closed " + streams + " times");
    boolean isTopic = feed.kind() == Feed.Kind.TOPIC || feed.kind() == Feed.Kind.BOUNDED_TOPIC;
    int topics = topic.closed.get();
    holds(topics == (isTopic && handedOver ? 1 : 0), "the topic was closed " + topics + " times");
  }

  private void checkWhole(boolean undisturbed) {
    long items = feed.items();
    switch (feed.kind()) {
      case ITERATOR, ITERABLE, STREAM, RESTARTING ->
          holds(!handedOver || source.pulled.get() == items, source.pulled + " were pulled");
      case MARKED_QUEUE -> holds(!queueHandedOver || left() == 0, left() + " are left in it");
      case BOUNDED_TOPIC ->
          holds(!handedOver || topic.delivered.get() == items, topic.delivered + " were delivered");
      default -> {}
    }
    if (!undisturbed) {
      return;
    }
    switch (feed.kind()) {
      case PUT, OFFER, TIMED_OFFER, INPUT_QUEUE, PUT_ALL, SUBMIT, TOLD_OFFER ->
          holds(put.get() == items, put + " were accepted");
      case QUEUE ->
          holds(
              queueHandedOver && (left() == 0 || queue instanceof RelaxedQueue),
              left() + " are left in it");
      case MARKED_QUEUE -> holds(queueHandedOver, "it was refused");
      default -> holds(handedOver, "it was refused");
    }
  }

  private void holds(boolean condition, String text) {
    problems.otherUnless(condition, "feed " + number + " " + feed + ": " + text);
  }

  /** How many of the items that are watched can be reached, besides these. */
  long reachable(Collection<?> besides) {
    return watched.reachable(besides)
        + source.watched.reachable(besides)
        + topic.watched.reachable(besides);
  }

  /** Forgets the items that are left in a queue of the user's. */
  void clear() {
    queue.clear();
  }
}

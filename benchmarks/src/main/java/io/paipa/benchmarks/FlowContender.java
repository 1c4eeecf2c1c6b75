package io.paipa.benchmarks;

import io.paipa.Pipeline;
import io.paipa.StepOptions;
import io.paipa.flow.PipelineFlow;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A step that does nothing, between ends of several kinds. */
record FlowContender(Ends ends) implements Contender {
  private static final long PATIENCE_MINUTES = 2;

  /** Where the items come from, and where the results go. */
  enum Ends {
    /** From an iterator, into a loop over an iterator. */
    ITERATORS,
    /** From a publisher that sends what it is asked for, within the request; into that loop. */
    SUBSCRIBER,
    /** From an iterator, to a subscriber that asks for all at once. */
    PUBLISHER,
    /** From an iterator, to a subscriber that asks for the next one when it has got one. */
    PUBLISHER_ONE_BY_ONE,
    /** From that publisher, to the subscriber that asks for all at once. */
    PROCESSOR
  }

  @Override
  public Checksum run(Iterable<Integer> items, int capacity) throws Exception {
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("flow")
            .map("same", item -> item)
            .defaults(StepOptions.options().capacity(capacity))
            .build();
    return switch (ends) {
      case ITERATORS -> {
        pipeline.putIterator(new UserIterator(items.iterator()));
        yield pulled(pipeline.results());
      }
      case SUBSCRIBER -> {
        Flow.Subscriber<Integer> subscriber = PipelineFlow.subscriber(pipeline);
        Stream<Integer> results = pipeline.results();
        subscriber.onSubscribe(new Sending(items.iterator(), subscriber));
        yield pulled(results);
      }
      case PUBLISHER, PUBLISHER_ONE_BY_ONE -> {
        pipeline.putIterator(new UserIterator(items.iterator()));
        Receiving receiving = new Receiving(ends == Ends.PUBLISHER);
        PipelineFlow.publisher(pipeline).subscribe(receiving);
        yield receiving.all();
      }
      case PROCESSOR -> {
        Flow.Processor<Integer, Integer> processor = PipelineFlow.processor(pipeline);
        Receiving receiving = new Receiving(true);
        processor.onSubscribe(new Sending(items.iterator(), processor));
        processor.subscribe(receiving);
        yield receiving.all();
      }
    };
  }

  private static Checksum pulled(Stream<Integer> results) {
    Tally tally = new Tally();
    for (Iterator<Integer> all = results.iterator(); all.hasNext(); ) {
      tally.add(all.next());
    }
    return tally.checksum();
  }

  /** As cheap as a publisher can be. Its methods are called one after another (rule 2.7). */
  private record Sending(Iterator<Integer> items, Flow.Subscriber<Integer> subscriber)
      implements Flow.Subscription {
    @Override
    public void request(long n) {
      for (long i = 0; i < n && items.hasNext(); i++) {
        subscriber.onNext(items.next());
        if (!items.hasNext()) {
          subscriber.onComplete();
        }
      }
    }

    @Override
    public void cancel() {}
  }

  /** Adds up what comes; used by the thread that signals, until all has come. */
  private static final class Receiving implements Flow.Subscriber<Integer> {
    private final boolean atOnce;
    private final Tally tally = new Tally();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final CompletableFuture<Checksum> arrived = new CompletableFuture<>();

    Receiving(boolean atOnce) {
      this.atOnce = atOnce;
    }

    Checksum all() throws Exception {
      return arrived.get(PATIENCE_MINUTES, TimeUnit.MINUTES);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription.complete(given);
      given.request(atOnce ? Long.MAX_VALUE : 1);
    }

    @Override
    public void onNext(Integer item) {
      tally.add(item);
      if (!atOnce) {
        subscription.join().request(1);
      }
    }

    @Override
    public void onError(Throwable thrown) {
      arrived.completeExceptionally(thrown);
    }

    @Override
    public void onComplete() {
      arrived.complete(tally.checksum());
    }
  }
}

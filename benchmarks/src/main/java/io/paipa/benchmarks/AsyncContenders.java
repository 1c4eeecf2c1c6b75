package io.paipa.benchmarks;

import com.typesafe.config.ConfigFactory;
import io.paipa.Pipeline;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** So many calls of a service at once, by different engines; what is answered is added up. */
final class AsyncContenders {
  private static final String QUIET =
      "pekko { loglevel = ERROR, stdout-loglevel = ERROR, daemonic = on }";

  private AsyncContenders() {}

  static Contender of(String engine, int inFlight, LaterAnswers service) {
    return switch (engine) {
      case "paipa" -> (items, capacity) -> pipeline(items, inFlight, service);
      case "paipaSink" -> (items, capacity) -> sink(items, inFlight, service);
      case "semaphore" -> (items, capacity) -> semaphore(items, inFlight, service);
      case "reactor" -> (items, capacity) -> reactor(items, inFlight, service);
      case "pekko" -> new ByPekko(inFlight, service);
      case "virtual" -> (items, capacity) -> virtual(items, inFlight, service);
      default -> throw new IllegalArgumentException("engine: there is none named " + engine);
    };
  }

  private static Checksum pipeline(Iterable<Integer> items, int inFlight, LaterAnswers service)
      throws InterruptedException {
    Tally tally = new Tally();
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("async")
            .mapAsync("call", inFlight, service::call)
            .sink("add", tally::add)
            .build()) {
      pipeline.putIterable(items);
      pipeline.run();
    }
    return tally.checksum();
  }

  /** The same job as {@link #semaphore}: what is answered is added where it is answered. */
  private static Checksum sink(Iterable<Integer> items, int inFlight, LaterAnswers service)
      throws InterruptedException {
    Tally tally = new Tally(); // the service answers in one thread
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("async")
            .sinkAsync("call", inFlight, item -> service.call(item).thenAccept(tally::add))
            .build()) {
      pipeline.putIterable(items);
      pipeline.run();
    }
    return tally.checksum();
  }

  /** What people write: a permit for each call, given back by whatever completes it. */
  private static Checksum semaphore(Iterable<Integer> items, int inFlight, LaterAnswers service)
      throws InterruptedException {
    Semaphore permits = new Semaphore(inFlight);
    Tally tally = new Tally(); // the service answers in one thread
    for (Integer item : items) {
      permits.acquire();
      var unused =
          service
              .call(item)
              .whenComplete(
                  (answer, failure) -> {
                    tally.add(answer);
                    permits.release();
                  });
    }
    permits.acquire(inFlight);
    return tally.checksum();
  }

  private static Checksum reactor(Iterable<Integer> items, int inFlight, LaterAnswers service) {
    Tally tally = new Tally();
    Flux.fromIterable(items)
        .flatMap(item -> Mono.fromFuture(service.call(item)), inFlight)
        .doOnNext(tally::add)
        .blockLast();
    return tally.checksum();
  }

  /** A virtual thread for each item, which waits for the answer. */
  private static Checksum virtual(Iterable<Integer> items, int inFlight, LaterAnswers service)
      throws InterruptedException {
    Semaphore permits = new Semaphore(inFlight);
    Tallies tallies = new Tallies();
    Tally tally = tallies.add();
    ThreadFactory threads = VirtualThreads.factory();
    for (Integer item : items) {
      permits.acquire();
      threads
          .newThread(
              () -> {
                Integer answer = service.call(item).join();
                synchronized (tally) {
                  tally.add(answer);
                }
                permits.release();
              })
          .start();
    }
    permits.acquire(inFlight);
    return tallies.total();
  }

  /** Pekko's mapAsyncUnordered. */
  private static final class ByPekko implements Contender {
    private final ActorSystem system =
        ActorSystem.create(
            "async", ConfigFactory.parseString(QUIET).withFallback(ConfigFactory.load()));
    private final int inFlight;
    private final LaterAnswers service;

    ByPekko(int inFlight, LaterAnswers service) {
      this.inFlight = inFlight;
      this.service = service;
    }

    @Override
    public Checksum run(Iterable<Integer> items, int capacity) throws Exception {
      Tally tally = new Tally();
      Source.fromIterator(items::iterator)
          .mapAsyncUnordered(inFlight, service::call)
          .runWith(Sink.foreach(tally::add), system)
          .toCompletableFuture()
          .get();
      return tally.checksum();
    }

    @Override
    public void close() {
      system.terminate();
    }
  }
}

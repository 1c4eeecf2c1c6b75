package io.paipa.benchmarks;

import com.typesafe.config.ConfigFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/**
 * Pekko's {@code mapAsyncPartitioned}, whose futures are completed by a pool of as many threads as
 * there are workers. At most {@code capacity} are open.
 */
final class KeyedPekko implements Contender {
  private static final String QUIET =
      "pekko { loglevel = ERROR, stdout-loglevel = ERROR, daemonic = on }";

  private final ActorSystem system =
      ActorSystem.create(
          "keyed", ConfigFactory.parseString(QUIET).withFallback(ConfigFactory.load()));
  private final ExecutorService threads;
  private final int tokens;
  private final Function<Integer, ?> key;

  KeyedPekko(int workers, int tokens, Function<Integer, ?> key) {
    this.threads = Executors.newFixedThreadPool(workers);
    this.tokens = tokens;
    this.key = key;
  }

  @Override
  public Checksum run(Iterable<Integer> items, int capacity) throws Exception {
    Tallies tallies = new Tallies();
    ThreadLocal<Burning> worker = ThreadLocal.withInitial(() -> new Burning(tokens, tallies.add()));
    Source.fromIterator(items::iterator)
        .mapAsyncPartitioned(
            capacity,
            key::apply,
            (item, partition) ->
                CompletableFuture.supplyAsync(
                    () -> {
                      worker.get().take(item);
                      return item;
                    },
                    threads))
        .runWith(Sink.ignore(), system)
        .toCompletableFuture()
        .get();
    return tallies.total();
  }

  @Override
  public void close() {
    threads.shutdown();
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().orTimeout(1, TimeUnit.MINUTES).join();
  }
}

package io.paipa.benchmarks;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.UniformFanInShape;
import org.apache.pekko.stream.UniformFanOutShape;
import org.apache.pekko.stream.javadsl.Balance;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.GraphDSL;
import org.apache.pekko.stream.javadsl.Merge;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/**
 * Pekko Streams: an asynchronous boundary before each step, {@code Balance} and {@code Merge}
 * around several workers, as its guide to parallelism has it. {@code mapAsync} would cost a future
 * per item. The input buffers of a step's workers add up to the capacity. A worker is an actor
 * here, not a thread: the default dispatcher has threads of its own number. The actor system
 * outlives the runs, for starting one takes longer than a run.
 */
final class PekkoContender implements Contender {
  private static final String QUIET =
      "pekko { loglevel = ERROR, stdout-loglevel = ERROR, daemonic = on }";

  private final ActorSystem system =
      ActorSystem.create(
          "throughput", ConfigFactory.parseString(QUIET).withFallback(ConfigFactory.load()));
  private final int first;
  private final int second;

  PekkoContender(int first, int second) {
    this.first = first;
    this.second = second;
  }

  @Override
  public Checksum run(Iterable<Integer> items, int capacity) throws Exception {
    Tallies tallies = new Tallies();
    Source<Integer, NotUsed> passed =
        Source.fromIterator(items::iterator).via(passing(first, buffer(capacity, first)));
    for (CompletionStage<Done> done :
        passed.runWith(counting(tallies, second, buffer(capacity, second)), system)) {
      done.toCompletableFuture().get();
    }
    return tallies.total();
  }

  private static Flow<Integer, Integer, NotUsed> passing(int workers, Attributes buffer) {
    Flow<Integer, Integer, NotUsed> worker = Flow.<Integer>create().map(item -> item).async();
    if (workers == 1) {
      return worker.addAttributes(buffer);
    }
    return Flow.fromGraph(
            GraphDSL.<FlowShape<Integer, Integer>>create(
                graph -> {
                  UniformFanOutShape<Integer, Integer> out = graph.add(Balance.create(workers));
                  UniformFanInShape<Integer, Integer> in = graph.add(Merge.create(workers));
                  for (int i = 0; i < workers; i++) {
                    graph.from(out.out(i)).via(graph.add(worker)).toInlet(in.in(i));
                  }
                  return FlowShape.of(out.in(), in.out());
                }))
        .addAttributes(buffer);
  }

  private static Sink<Integer, List<CompletionStage<Done>>> counting(
      Tallies tallies, int workers, Attributes buffer) {
    if (workers == 1) {
      return counting(tallies).addAttributes(buffer).mapMaterializedValue(List::of);
    }
    return Sink.<Integer, Integer, CompletionStage<Done>>combine(
            Stream.generate(() -> counting(tallies)).limit(workers).toList(), Balance::create)
        .addAttributes(buffer);
  }

  private static Sink<Integer, CompletionStage<Done>> counting(Tallies tallies) {
    Tally tally = tallies.add();
    return Sink.<Integer>foreach(tally::add).async();
  }

  private static Attributes buffer(int capacity, int workers) {
    int share = Math.max(1, capacity / workers);
    return Attributes.inputBuffer(share, share);
  }

  @Override
  public void close() {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().orTimeout(1, TimeUnit.MINUTES).join();
  }
}

package io.paipa.cluster;

import com.google.errorprone.annotations.CheckReturnValue;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.function.FunctionEx;
import com.hazelcast.jet.config.JobConfig;
import com.hazelcast.jet.config.ProcessingGuarantee;
import com.hazelcast.jet.pipeline.BatchSource;
import com.hazelcast.jet.pipeline.BatchStage;
import com.hazelcast.jet.pipeline.Sink;
import com.hazelcast.jet.pipeline.StreamSource;
import com.hazelcast.jet.pipeline.StreamStage;
import io.paipa.Builder;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A pipeline that runs on the members of a Hazelcast cluster. Each member has the whole pipeline,
 * and gets a share of the items.
 *
 * <pre>{@code
 * ClusterRun run =
 *     ClusterPipeline.of(builder)
 *         .pullFrom(
 *             Sources.mapJournal(
 *                 "orders", START_FROM_OLDEST, Util.mapEventNewValue(), Util.mapPutEvents()))
 *         .rebalancedBy(Order::customer)
 *         .writeTo(Sinks.map("priced", Order::id, order -> order))
 *         .guarantee(ProcessingGuarantee.EXACTLY_ONCE, Duration.ofSeconds(10))
 *         .submit(hazelcast);
 * }</pre>
 *
 * <p>Immutable: each method gives another one. No argument may be null. A source or a sink of Jet's
 * serves one job: so one {@link #submit} for each {@link #pullFrom} and {@link #writeTo}.
 *
 * @param <I> type of the items
 * @param <O> type of the outputs
 */
@CheckReturnValue
public final class ClusterPipeline<I, O> {
  private final Definition pipeline;
  private final Ends ends;
  private final Terms terms;

  private ClusterPipeline(Definition pipeline, Ends ends, Terms terms) {
    this.pipeline = pipeline;
    this.ends = ends;
    this.terms = terms;
  }

  /**
   * A pipeline, to run on a cluster. Nothing is checked before it is used.
   *
   * @param builder the pipeline
   * @param <I> type of the items
   * @param <O> type of the outputs
   * @return the pipeline without a source, without a sink, and without a guarantee
   */
  public static <I, O> ClusterPipeline<I, O> of(Builder<I, O> builder) {
    Definition pipeline = new Definition(builder.definition(), Set.of());
    return new ClusterPipeline<>(pipeline, Ends.NONE, Terms.of(pipeline.name()));
  }

  private ClusterPipeline<I, O> with(Ends others) {
    return new ClusterPipeline<>(pipeline, others, terms);
  }

  private ClusterPipeline<I, O> with(Terms others) {
    return new ClusterPipeline<>(pipeline, ends, others);
  }

  /**
   * One worker of a step does all of its items, in the whole cluster. All items travel to its
   * member, and on from there: so it costs network twice. By default a step with one worker has one
   * on each member.
   *
   * @param stepName the step; it has one worker
   * @return this, with that
   */
  public ClusterPipeline<I, O> clusterWide(String stepName) {
    Set<String> names = new HashSet<>(pipeline.clusterWide());
    names.add(Objects.requireNonNull(stepName, "clusterWide: null is no step's name"));
    return new ClusterPipeline<>(
        new Definition(pipeline.pipeline(), Set.copyOf(names)), ends, terms);
  }

  /**
   * Takes items from a source that does not end.
   *
   * @param source the source; its timestamps are not used
   * @return this, with that source
   */
  public ClusterPipeline<I, O> pullFrom(StreamSource<? extends I> source) {
    Objects.requireNonNull(source, "pullFrom: null is no source");
    return with(ends.from(job -> job.readFrom(source).withoutTimestamps(), false));
  }

  /**
   * Takes items from a source that ends. The run ends with it. As a rule such a source keeps no
   * place in a snapshot, and begins anew after the loss of a member.
   *
   * @param source the source
   * @return this, with that source
   */
  public ClusterPipeline<I, O> pullFrom(BatchSource<? extends I> source) {
    Objects.requireNonNull(source, "pullFrom: null is no source");
    return with(ends.from(job -> job.readFrom(source), true));
  }

  /**
   * Spreads the items over the members by turns. By default they stay where they were read.
   *
   * @return this, with that
   */
  public ClusterPipeline<I, O> rebalanced() {
    return with(ends.spread(stage -> stage.rebalance()));
  }

  /**
   * Spreads the items over the members by their keys: so one member gets all items of a key, in the
   * order in which the source's reader gave them. This makes the promise of a keyed step hold in
   * the whole cluster, up to a {@linkplain #clusterWide cluster-wide} step: behind that the items
   * are spread by turns.
   *
   * @param key gives the key of an item; a null key ends the run
   * @return this, with that
   */
  public ClusterPipeline<I, O> rebalancedBy(FunctionEx<? super I, ?> key) {
    Objects.requireNonNull(key, "rebalancedBy: null is no function");
    @SuppressWarnings("unchecked") // as the source gives them
    FunctionEx<Object, Object> ofItems = (FunctionEx<Object, Object>) key;
    FunctionEx<Object, Object> checked = checked(ofItems, pipeline.where());
    return with(ends.spread(stage -> Ends.cast(stage).rebalance(checked)));
  }

  /** Jet would name the edges of its graph, but not the item. */
  private static FunctionEx<Object, Object> checked(FunctionEx<Object, Object> key, String where) {
    return item -> {
      Object found = key.applyEx(item);
      if (found == null) {
        throw new IllegalStateException(
            where + ": rebalancedBy: the key of an item is null; give it one: " + item);
      }
      return found;
    };
  }

  /**
   * Gives the outputs to a sink. A pipeline that ends in a {@code sink} step needs none.
   *
   * @param sink the sink
   * @return this, with that
   */
  public ClusterPipeline<I, O> writeTo(Sink<? super O> sink) {
    return with(ends.to(Objects.requireNonNull(sink, "writeTo: null is no sink")));
  }

  /**
   * What holds when a member is lost: how often each item is worked off. It takes a source that can
   * be read again from a place that it keeps in the snapshot. Effects of the steps themselves come
   * about at least once in any case. By default there is no guarantee: after a loss the source is
   * read from its beginning, or from where it is by then.
   *
   * @param guarantee at least once, or exactly once
   * @param snapshotInterval how often a snapshot is taken; each waits for all items before it
   * @return this, with that
   */
  public ClusterPipeline<I, O> guarantee(ProcessingGuarantee guarantee, Duration snapshotInterval) {
    return with(terms.with(guarantee, snapshotInterval));
  }

  /**
   * Gives the job a name, by which {@link ClusterRun#find} finds it. By default it is the
   * pipeline's. A cluster has one job of a name at a time.
   *
   * @param jobName the name
   * @return this, with that
   */
  public ClusterPipeline<I, O> named(String jobName) {
    return with(terms.with(Objects.requireNonNull(jobName, "named: null is no name")));
  }

  /**
   * Sets what else Jet lets set, such as the classes to be sent to the members: {@code config ->
   * config.addPackage("com.acme.orders")}. It is called at each submit, after all else is set.
   *
   * @param configuration sets it
   * @return this, with that
   */
  public ClusterPipeline<I, O> configured(Consumer<? super JobConfig> configuration) {
    Objects.requireNonNull(configuration, "configured: null is no function");
    return with(terms.with(configuration));
  }

  /**
   * Starts the pipeline on the members of a cluster.
   *
   * @param hazelcast a member or a client
   * @return the run
   * @throws IllegalStateException if the pipeline can't run there: the message says which step, and
   *     what to do
   */
  public ClusterRun submit(HazelcastInstance hazelcast) {
    Objects.requireNonNull(hazelcast, "submit: null is no Hazelcast instance");
    Rules.check(pipeline);
    JobConfig config = terms.toConfig();
    Rules.check(
        pipeline,
        config.getProcessingGuarantee(),
        Duration.ofMillis(config.getSnapshotIntervalMillis()));
    if (ends.isBounded()) {
      Rules.warnOfBoundedSource(pipeline, config.getProcessingGuarantee());
    }
    return ClusterRun.of(
        hazelcast, Submission.of(pipeline, ends, config).to(hazelcast), pipeline.pipeline());
  }

  /**
   * The pipeline as a part of a Jet pipeline: for {@code stage.apply(...)}. The stage has no
   * timestamps: the job fails at the first item that has one. Source, sink, guarantee and name are
   * the job's, and the definition's {@code whenFailed} and {@code reporter} are not called.
   *
   * @return puts it behind a stage
   * @throws IllegalStateException if the pipeline can't run there: the message says which step, and
   *     what to do
   */
  public FunctionEx<StreamStage<I>, StreamStage<O>> streamStage() {
    Line line = line();
    return stage -> stream(line.behind(stage));
  }

  /**
   * The pipeline as a part of a Jet pipeline that ends: for {@code stage.apply(...)}.
   *
   * @return puts it behind a stage
   * @throws IllegalStateException if the pipeline can't run there: the message says which step, and
   *     what to do
   */
  public FunctionEx<BatchStage<I>, BatchStage<O>> batchStage() {
    Line line = line();
    return stage -> batch(line.behind(stage));
  }

  private Line line() {
    Rules.check(pipeline);
    return new Line(Part.of(pipeline));
  }

  @SuppressWarnings("unchecked") // what the last step emits
  private static <T> StreamStage<T> stream(Object stage) {
    return (StreamStage<T>) stage;
  }

  @SuppressWarnings("unchecked") // what the last step emits
  private static <T> BatchStage<T> batch(Object stage) {
    return (BatchStage<T>) stage;
  }
}

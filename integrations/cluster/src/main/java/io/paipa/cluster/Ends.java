package io.paipa.cluster;

import com.hazelcast.jet.pipeline.GeneralStage;
import com.hazelcast.jet.pipeline.Pipeline;
import com.hazelcast.jet.pipeline.Sink;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where a pipeline takes its items from, and gives its outputs to.
 *
 * @param source gives the first stage, or null
 * @param isBounded whether the source ends
 * @param spreading spreads its items over the members
 * @param sink takes the outputs, or null
 */
record Ends(
    @Nullable Function<Pipeline, GeneralStage<?>> source,
    boolean isBounded,
    UnaryOperator<GeneralStage<?>> spreading,
    @Nullable Sink<?> sink) {
  static final Ends NONE = new Ends(null, false, UnaryOperator.identity(), null);

  Ends from(Function<Pipeline, GeneralStage<?>> other, boolean ends) {
    return new Ends(other, ends, spreading, sink);
  }

  Ends spread(UnaryOperator<GeneralStage<?>> other) {
    return new Ends(source, isBounded, other, sink);
  }

  Ends to(Sink<?> other) {
    return new Ends(source, isBounded, spreading, other);
  }

  /** Items are objects to the job. */
  @SuppressWarnings("unchecked")
  static GeneralStage<Object> cast(GeneralStage<?> stage) {
    return (GeneralStage<Object>) stage;
  }
}

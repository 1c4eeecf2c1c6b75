package io.paipa.cluster;

import com.hazelcast.function.FunctionEx;
import com.hazelcast.jet.pipeline.GeneralStage;
import java.util.List;

/**
 * Puts the parts of a pipeline behind a stage of Jet's, as stages of their own.
 *
 * @param parts in their order
 */
record Line(List<Part> parts) {
  /**
   * Items reach the first part as they come. To a part that is there once, they go by a key that
   * all of them share: so to the one place to which Jet has assigned it, which changes when a
   * member goes. Behind it they are spread again.
   */
  GeneralStage<Object> behind(GeneralStage<?> stage) {
    GeneralStage<?> last = stage;
    boolean isInOnePlace = false;
    for (Part part : parts) {
      if (part.isClusterWide()) {
        last = last.rebalance(sameFor(part.vertexName()));
      } else if (isInOnePlace) {
        last = last.rebalance();
      }
      isInOnePlace = part.isClusterWide();
      last = last.customTransform(part.vertexName(), EmbeddedProcessor.of(part));
    }
    return Ends.cast(last);
  }

  private static FunctionEx<Object, String> sameFor(String vertex) {
    return item -> vertex;
  }
}

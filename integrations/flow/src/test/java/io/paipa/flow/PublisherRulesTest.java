package io.paipa.flow;

import io.paipa.Pipeline;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.AfterMethod;

/** The results of a pipeline keep the rules of Reactive Streams for a publisher. */
public class PublisherRulesTest extends FlowPublisherVerification<Integer> {
  private final Rules rules = new Rules();

  public PublisherRulesTest() {
    super(Rules.environment(), Rules.GC_MILLIS);
  }

  @Override
  public Flow.Publisher<Integer> createFlowPublisher(long elements) {
    return PipelineFlow.publisher(rules.pipeline(elements));
  }

  @Override
  public Flow.Publisher<Integer> createFailedFlowPublisher() {
    Pipeline<?, Integer> closed = rules.pipeline();
    closed.close();
    return PipelineFlow.publisher(closed);
  }

  @AfterMethod
  void end() throws InterruptedException {
    rules.endAll();
  }
}

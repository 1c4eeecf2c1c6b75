package io.paipa.flow;

import java.util.concurrent.Flow;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;
import org.testng.annotations.AfterMethod;

/** The input of a pipeline keeps the rules of Reactive Streams for a subscriber. */
public class SubscriberRulesTest extends FlowSubscriberBlackboxVerification<Integer> {
  private final Rules rules = new Rules();

  public SubscriberRulesTest() {
    super(Rules.environment());
  }

  @Override
  public Flow.Subscriber<Integer> createFlowSubscriber() {
    return PipelineFlow.subscriber(rules.pipeline());
  }

  @Override
  public Integer createElement(int element) {
    return element;
  }

  @AfterMethod
  void end() throws InterruptedException {
    rules.endAll();
  }
}

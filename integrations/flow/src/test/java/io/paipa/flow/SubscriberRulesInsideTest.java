package io.paipa.flow;

import io.paipa.Pipeline;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.SubscriberWhiteboxVerification.SubscriberPuppet;
import org.reactivestreams.tck.SubscriberWhiteboxVerification.WhiteboxSubscriberProbe;
import org.reactivestreams.tck.flow.FlowSubscriberWhiteboxVerification;
import org.testng.annotations.AfterMethod;

/**
 * The same, where the verification says when the subscriber asks for more, and when it cancels. It
 * asks for a window at once, which is more than any rule needs; and it cancels when the pipeline is
 * aborted.
 */
public class SubscriberRulesInsideTest extends FlowSubscriberWhiteboxVerification<Integer> {
  private final Rules rules = new Rules();

  public SubscriberRulesInsideTest() {
    super(Rules.environment());
  }

  @Override
  protected Flow.Subscriber<Integer> createFlowSubscriber(WhiteboxSubscriberProbe<Integer> probe) {
    Pipeline<Integer, ?> pipeline = rules.pipeline();
    return new Probed(pipeline, PipelineFlow.subscriber(pipeline), probe);
  }

  @Override
  public Integer createElement(int element) {
    return element;
  }

  @AfterMethod
  void end() throws InterruptedException {
    rules.endAll();
  }

  private record Probed(
      Pipeline<Integer, ?> pipeline,
      Flow.Subscriber<Integer> subscriber,
      WhiteboxSubscriberProbe<Integer> probe)
      implements Flow.Subscriber<Integer>, SubscriberPuppet {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscriber.onSubscribe(subscription);
      probe.registerOnSubscribe(this);
    }

    @Override
    public void onNext(Integer item) {
      subscriber.onNext(item);
      probe.registerOnNext(item);
    }

    @Override
    public void onError(Throwable thrown) {
      subscriber.onError(thrown);
      probe.registerOnError(thrown);
    }

    @Override
    public void onComplete() {
      subscriber.onComplete();
      probe.registerOnComplete();
    }

    @Override
    public void triggerRequest(long elements) {}

    @Override
    public void signalCancel() {
      pipeline.abort();
    }
  }
}

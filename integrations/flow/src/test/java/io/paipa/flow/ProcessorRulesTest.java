package io.paipa.flow;

import io.paipa.Pipeline;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.flow.IdentityFlowProcessorVerification;
import org.testng.annotations.AfterClass;
import org.testng.annotations.AfterMethod;

/**
 * A pipeline between a publisher and a subscriber keeps the rules of Reactive Streams for both. It
 * serves one subscriber: what needs several is not verified.
 */
public class ProcessorRulesTest extends IdentityFlowProcessorVerification<Integer> {
  private final Rules rules = new Rules();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  public ProcessorRulesTest() {
    super(Rules.environment(), Rules.GC_MILLIS);
  }

  @Override
  protected Flow.Processor<Integer, Integer> createIdentityFlowProcessor(int bufferSize) {
    return PipelineFlow.processor(rules.pipeline(), bufferSize);
  }

  @Override
  protected Flow.Publisher<Integer> createFailedFlowPublisher() {
    Pipeline<?, Integer> closed = rules.pipeline();
    closed.close();
    return PipelineFlow.publisher(closed);
  }

  @Override
  public long maxSupportedSubscribers() {
    return 1;
  }

  @Override
  public ExecutorService publisherExecutorService() {
    return threads;
  }

  @Override
  public Integer createElement(int element) {
    return element;
  }

  @AfterMethod
  void end() throws InterruptedException {
    rules.endAll();
  }

  @AfterClass
  void shutdown() {
    threads.shutdownNow();
  }
}

package io.paipa.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.Pipeline;
import io.paipa.PipelineException;
import io.paipa.PipelineState;
import io.paipa.Report;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reactivestreams.FlowAdapters;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** A pipeline among the operators of Reactor: behind them, before them, and between them. */
class ReactorTest {
  private static final int MANY = 100_000;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static Pipeline<Integer, Long> squares() {
    return Pipeline.<Integer>named("squares")
        .map("square", item -> (long) item * item)
        .workers(2)
        .ordered()
        .build();
  }

  /** What comes of items that go through a pipeline. */
  private static <I, O> Flux<O> through(Flux<I> items, Pipeline<I, O> pipeline) {
    // tag::processor[]
    Flow.Processor<I, O> processor = PipelineFlow.processor(pipeline);
    JdkFlowAdapter.publisherToFlowPublisher(items).subscribe(processor);
    return JdkFlowAdapter.flowPublisherToFlux(processor);
    // end::processor[]
  }

  private static List<Long> squaresOf(int count) {
    return IntStream.range(0, count).mapToObj(item -> (long) item * item).toList();
  }

  @Test
  void shouldGoThroughAPipelineBetweenTwoFluxes() {
    Pipeline<Integer, Long> pipeline = squares();
    Flux<Integer> items = Flux.range(0, MANY).publishOn(Schedulers.parallel());

    assertThat(through(items, pipeline).collectList().block(LIMIT)).isEqualTo(squaresOf(MANY));
    assertThat(pipeline.state()).isEqualTo(PipelineState.COMPLETED);
    Leftovers.awaitNone("squares");
  }

  @Test
  void shouldGoThroughAPipelineWhoseSubscriberAsksForOneByOne() {
    Flux<Integer> items = Flux.range(0, MANY / 10); // sends within the request

    assertThat(through(items, squares()).limitRate(1).collectList().block(LIMIT))
        .isEqualTo(squaresOf(MANY / 10));
  }

  @Test
  void shouldHoldTheFirstFluxBackWhenTheLastIsSlow() {
    AtomicLong sent = new AtomicLong();
    AtomicLong most = new AtomicLong();
    AtomicLong received = new AtomicLong();
    Flux<Integer> items = Flux.range(0, MANY).doOnNext(item -> sent.incrementAndGet());
    through(items, squares())
        .limitRate(1)
        .doOnNext(item -> most.accumulateAndGet(sent.get() - received.incrementAndGet(), Math::max))
        .blockLast(LIMIT);

    assertThat(received).hasValue(MANY);
    assertThat(most.get()).isLessThan(256 + 2 * (1_024 + 256) + 1_024);
  }

  @Test
  void shouldEndAFluxThatIsEndless() throws InterruptedException {
    Pipeline<Integer, Long> pipeline = squares();
    AtomicBoolean cancelled = new AtomicBoolean();
    AtomicInteger next = new AtomicInteger();
    Flux<Integer> items =
        Flux.<Integer>generate(sink -> sink.next(next.getAndIncrement()))
            .doOnCancel(() -> cancelled.set(true));

    assertThat(through(items, pipeline).take(10).collectList().block(LIMIT))
        .isEqualTo(squaresOf(10));
    assertThat(pipeline.awaitTermination(LIMIT)).isTrue();
    Awaiting.await(cancelled::get);
    pipeline.close(); // it was not cut
    Leftovers.awaitNone("squares");
  }

  @Test
  void shouldLetAnErrorOfTheFirstFluxThroughAsItIs() {
    IOException error = new IOException("line is dead");
    Flux<Integer> items = Flux.range(0, 10).concatWith(Flux.error(error));

    assertThat(
            through(items, squares())
                .ignoreElements()
                .onErrorResume(e -> reactor.core.publisher.Mono.just(e == error ? -1L : -2L))
                .block(LIMIT))
        .isEqualTo(-1L);
  }

  @Test
  void shouldTellBothFluxesOfAFailureOfThePipeline() {
    AtomicBoolean cancelled = new AtomicBoolean();
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("shares").map("divide", people -> 100 / people).build();
    Flux<Integer> items =
        Flux.just(5, 2, 0).concatWith(Flux.never()).doOnCancel(() -> cancelled.set(true));

    assertThatThrownBy(() -> through(items, pipeline).collectList().block(LIMIT))
        .isInstanceOf(PipelineException.class)
        .hasCauseInstanceOf(ArithmeticException.class);
    Awaiting.await(cancelled::get);
  }

  @Test
  void shouldEndAFluxThatGoesIntoASink() throws InterruptedException {
    AtomicLong sum = new AtomicLong();
    // tag::subscriber[]
    Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("sum").sink("add", sum::addAndGet).workers(4).build();
    Flux.range(0, 1_000).subscribe(FlowAdapters.toSubscriber(PipelineFlow.subscriber(pipeline)));
    Report report = pipeline.stop(); // waits for the end of the flux, and of the work
    // end::subscriber[]

    assertThat(sum).hasValue(499_500);
    assertThat(report.accepted()).isEqualTo(1_000);
  }

  @Test
  void shouldBeginAFluxWithAPipeline() {
    // tag::publisher[]
    Pipeline<Integer, Long> pipeline =
        Pipeline.<Integer>named("squares").map("square", item -> (long) item * item).build();
    pipeline.putIterable(List.of(1, 2, 3));
    List<Long> squares =
        JdkFlowAdapter.flowPublisherToFlux(PipelineFlow.publisher(pipeline))
            .filter(square -> square > 1)
            .collectList()
            .block(); // subscribing has started the pipeline
    // end::publisher[]

    assertThat(squares).containsExactly(4L, 9L);
  }
}

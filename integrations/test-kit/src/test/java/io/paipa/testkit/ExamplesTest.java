package io.paipa.testkit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Backoff;
import io.paipa.CheckedConsumer;
import io.paipa.Emitter;
import io.paipa.FailurePolicy;
import io.paipa.Pipeline;
import io.paipa.Step;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What the documents show. */
@LeavesNoPipeline
class ExamplesTest {
  private static final class Total implements Step<Integer, String> {
    private int sum;

    @Override
    public void process(Integer item, Emitter<String> out) {
      sum += item;
    }

    @Override
    public Object onMeta(Object meta, Emitter<String> out) {
      out.emit(meta + ": " + sum);
      sum = 0;
      return meta;
    }
  }

  // tag::first[]
  @Test
  void shouldHandOutAListInTime() {
    PipelineTest.of(Pipeline.<Integer>named("test").chunk("lists", 10, ofMillis(200)))
        .put(1, 2)
        .advance(ofMillis(199))
        .expectNothing()
        .advance(ofMillis(1))
        .expect(List.of(List.of(1, 2)));
  }

  // end::first[]

  // tag::results[]
  @Test
  void shouldGiveTheTotalOfADay() {
    PipelineTest.of(Pipeline.<Integer>named("test").step("total", Total::new))
        .put(1, 2, 3)
        .putMeta("Monday")
        .expect(List.of("Monday: 6"));
  }

  // end::results[]

  // tag::failure[]
  @Test
  void shouldNameWhatCannotBeParsed() {
    PipelineTest.of(Pipeline.<String>named("test").map("parse", Integer::valueOf))
        .put("1", "two")
        .expectFailure()
        .hasCauseInstanceOf(NumberFormatException.class)
        .satisfies(failure -> assertThat(failure.item()).contains("two"));
  }

  // end::failure[]

  // tag::retries[]
  @Test
  void shouldTryAgainAndGiveUp() {
    CheckedConsumer<String> down =
        item -> {
          throw new IOException("down");
        };
    DeadLetters<String> letters = new DeadLetters<>();
    PipelineTest<String, Void> test =
        PipelineTest.of(
            Pipeline.<String>named("test")
                .sink("send", down)
                .retrying(2, Backoff.fixed(ofSeconds(30)))
                .onFailure(FailurePolicy.deadLetter(letters)));

    test.put("item").advance(ofSeconds(60));

    assertThat(test.step("send").retried()).isEqualTo(2);
    assertThat(letters.items()).containsExactly("item");
  }

  // end::retries[]

  // tag::stage[]
  @Test
  void shouldGoOnWhenTheAnswerCame() {
    CompletableFuture<String> answer = new CompletableFuture<>();
    PipelineTest<Integer, String> test =
        PipelineTest.of(Pipeline.<Integer>named("test").mapAsync("fetch", 4, id -> answer))
            .mayWait("fetch") // for the test
            .put(1)
            .expectNothing();

    answer.complete("Ann");

    test.expect(List.of("Ann"));
  }

  // end::stage[]

  // tag::hooks[]
  @Test
  void shouldFlushBeforeItStops() {
    RecordedHooks hooks = new RecordedHooks();

    PipelineTest.of(Pipeline.<Integer>named("test").step("total", hooks.of(Total::new)))
        .put(1)
        .finish();

    assertThat(hooks.calls()).contains("onFlush", "onWorkerStop(CLEAN)");
  }

  // end::hooks[]

  // tag::contexts[]
  @Test
  void shouldKnowWhoAsked() {
    PropagatedValue<String> user = new PropagatedValue<>();
    PipelineTest<Integer, String> test =
        PipelineTest.of(
            Pipeline.<Integer>named("test")
                .map("greet", id -> id + " for " + user.get())
                .contextPropagation(user));

    user.set("Ann");
    test.put(1).expect(List.of("1 for Ann"));
  }

  // end::contexts[]
}

package io.paipa.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.Builder;
import io.paipa.CheckedFunction;
import io.paipa.Pipeline;
import io.paipa.PipelineState;
import io.paipa.Report;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.StringReader;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the guide shows does what the guide says. */
class GuideTest {
  @Test
  void shouldAddUpEachDayWhateverTheWorker() throws InterruptedException {
    List<Integer> monday = IntStream.rangeClosed(1, 1_000).boxed().toList();

    assertThat(DayTotals.totals(List.of("Monday", "Tuesday"), List.of(monday, List.of(1, 2, 3))))
        .containsExactly("Monday: 500500", "Tuesday: 6");
  }

  @Test
  void shouldTellWhatCannotBeFetchedAndGoOn() throws InterruptedException {
    Collection<String> attempts = new ConcurrentLinkedQueue<>();
    Collection<String> failures = new ConcurrentLinkedQueue<>();
    CheckedFunction<String, String> fetch =
        url -> {
          attempts.add(url);
          if (url.startsWith("broken")) {
            throw new IOException("no answer");
          } else if (url.startsWith("wrong")) {
            throw new IllegalArgumentException("no address");
          }
          return "page";
        };

    assertThat(Failing.fetch(List.of("good", "broken", "wrong", "better"), fetch, failures))
        .isEqualTo(2);

    assertThat(failures)
        .containsExactlyInAnyOrder("broken failed: no answer", "wrong failed: no address");
    assertThat(attempts)
        .containsExactlyInAnyOrder(
            "good", "better", "wrong", "broken", "broken", "broken", "broken");
  }

  @Test
  void shouldBatchByWeightAndByKey() throws InterruptedException {
    List<Batches.Message> messages =
        List.of(
            new Batches.Message("a", "x".repeat(600_000)),
            new Batches.Message("b", "x".repeat(300_000)),
            new Batches.Message("a", "x".repeat(200_000)));
    Collection<List<Batches.Message>> sent = new ConcurrentLinkedQueue<>();

    run(Batches.bySize(sent::add), messages);
    assertThat(sent).containsExactly(messages.subList(0, 2), messages.subList(2, 3));

    sent.clear();
    run(Batches.byTopic(sent::add, unsent -> {}), messages);
    assertThat(sent)
        .containsExactly(List.of(messages.get(0), messages.get(2)), List.of(messages.get(1)));
  }

  private static void run(Builder<Batches.Message, Void> batches, List<Batches.Message> messages)
      throws InterruptedException {
    batches.build().during(pipeline -> pipeline.putAll(messages));
  }

  @Test
  void shouldReadOnWhereItFailed() throws InterruptedException {
    List<String> rows = List.of("a", "b", "c");
    Collection<String> taken = new ConcurrentLinkedQueue<>();
    try (Pipeline<String, Void> pipeline =
        Pipeline.<String>named("rows").sink("take", taken::add).build()) {
      RowsOfTable.read(
          pipeline,
          given ->
              rows.stream()
                  .skip(given)
                  .peek(
                      row -> {
                        if (given == 0 && row.equals("c")) {
                          throw new IllegalStateException("away");
                        }
                      })
                  .iterator());
      assertThat(pipeline.report().sources().get(0).restarts()).isEqualTo(1);
    }
    assertThat(taken).containsExactly("a", "b", "c");
  }

  @Test
  void shouldPutInWhatItReads() throws Exception {
    Collection<String> taken = new ConcurrentLinkedQueue<>();
    Builder<String, Void> lines = Pipeline.<String>named("lines").sink("take", taken::add);

    long accepted = Endings.lines(new BufferedReader(new StringReader("a\nb\nc")), lines);

    assertThat(accepted).isEqualTo(3);
    assertThat(taken).containsExactly("a", "b", "c");
  }

  @Test
  void shouldDrainAnEndlessSource() throws Exception {
    CountDownLatch some = new CountDownLatch(100);
    Pipeline<Integer, Void> pipeline = counting(some);

    Report report = Endings.during(() -> await(some), endless(), pipeline);

    assertThat(report.state()).isEqualTo(PipelineState.DRAINED);
    assertThat(report.accepted()).isGreaterThanOrEqualTo(100);
    assertThat(report.steps().get(0).done()).isEqualTo(report.accepted());
  }

  @Test
  void shouldNotWaitForAnEndlessSourceWhenTheBodyThrows() {
    Pipeline<Integer, Void> pipeline = counting(new CountDownLatch(1));

    assertThatThrownBy(
            () ->
                Endings.during(
                    () -> {
                      throw new FileNotFoundException("thrown by the body");
                    },
                    endless(),
                    pipeline))
        .isInstanceOf(FileNotFoundException.class);

    assertThat(pipeline.state()).isEqualTo(PipelineState.ABORTED);
    assertThat(pipeline.isAlive()).isFalse();
  }

  @Test
  void shouldGiveTheFirstResultsOfAnEndlessSource() {
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("squares").map("square", i -> i * i).build();
    pipeline.putStream(Stream.iterate(1, i -> i + 1));

    assertThat(Pulling.firstTen(pipeline)).containsExactly(1, 4, 9, 16, 25, 36, 49, 64, 81, 100);
    assertThat(pipeline.isAlive()).isFalse();
  }

  @Test
  void shouldMapConcurrentlyInOrder() {
    List<String> urls = IntStream.range(0, 100).mapToObj(i -> "url " + i).toList();

    assertThat(Pulling.pages(urls, url -> url.equals("url 7") ? "" : "page of " + url))
        .hasSize(99)
        .startsWith("page of url 0", "page of url 1")
        .endsWith("page of url 99");
  }

  @Test
  void shouldDoTheSameInBothWays() throws InterruptedException {
    List<String> urls = IntStream.range(0, 5_000).mapToObj(i -> "url " + i).toList();
    Collection<String> one = new ConcurrentLinkedQueue<>();
    Collection<String> other = new ConcurrentLinkedQueue<>();

    new TwoWays.WithQueues().run(urls, url -> "page of " + url, one::add);
    TwoWays.withPaipa(urls, url -> "page of " + url, other::add);

    assertThat(one).hasSize(5_000);
    assertThat(other).containsExactlyInAnyOrderElementsOf(one);
  }

  private static Pipeline<Integer, Void> counting(CountDownLatch latch) {
    return Pipeline.<Integer>named("counting")
        .sink("count", item -> latch.countDown())
        .workers(2)
        .build();
  }

  private static boolean await(CountDownLatch latch) throws InterruptedException {
    return latch.await(20, TimeUnit.SECONDS);
  }

  private static Iterator<Integer> endless() {
    return Stream.iterate(1, i -> i + 1).iterator();
  }
}

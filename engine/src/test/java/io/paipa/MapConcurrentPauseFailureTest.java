package io.paipa;

import static io.paipa.StepOptions.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A failure that comes while the threads of a stream end is thrown after the results before it. */
class MapConcurrentPauseFailureTest extends StreamsThatPause {
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldThrowAFailureAfterTheResultsBeforeIt(boolean ordered) throws InterruptedException {
    CountDownLatch pulled = new CountDownLatch(1);
    CountDownLatch inHand = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Table table = new Table();
    StepOptions options = quietly(1);
    Iterator<Integer> results =
        map(
                table,
                ordered ? options.ordered() : options,
                item -> {
                  if (item == 1) {
                    await(pulled);
                  }
                  if (item == 3) {
                    inHand.countDown();
                    await(release);
                    throw new IllegalStateException("item 3");
                  }
                  return item;
                })
            .iterator();
    assertThat(results.next()).isZero();
    pulled.countDown();
    await(inHand);
    beginPause();
    release.countDown();
    Threads.await(() -> Threads.of(NAME).isEmpty());

    Threads.await(() -> table.closed.get() == 1); // nobody has to come for that
    assertThat(table.iteratorsClosed).hasValue(1);
    assertThat(results.next()).isEqualTo(1);
    assertThat(results.next()).isEqualTo(2);
    assertThatThrownBy(results::hasNext)
        .isInstanceOf(PipelineException.class)
        .hasRootCauseMessage("item 3");
    assertThat(results.hasNext()).isFalse();
    assertThat(table.closed).hasValue(1);
  }

  /** It came before the failure, though behind items that were not begun. */
  @Test
  void shouldGiveWhatOtherWorkersHaveDoneBeforeAFailure() throws InterruptedException {
    AtomicInteger begun = new AtomicInteger();
    Set<Integer> done = ConcurrentHashMap.newKeySet();
    CountDownLatch inHand = new CountDownLatch(3);
    CountDownLatch[] release =
        IntStream.range(0, 3).mapToObj(i -> new CountDownLatch(1)).toArray(CountDownLatch[]::new);
    Iterator<Integer> results =
        map(
                numbers(1_000),
                quietly(3),
                item -> {
                  int number = item < 200 ? 3 : begun.getAndIncrement();
                  if (number < 3) {
                    inHand.countDown();
                    await(release[number]);
                    if (number == 2) {
                      throw new IllegalStateException("the last");
                    }
                    done.add(item);
                  }
                  return item;
                })
            .iterator();
    assertThat(results.next()).isLessThan(200); // in no order
    await(inHand);
    beginPause();
    Threads.await(() -> clock.waitingFor(LOOK) == 0);
    List<Thread> workers = new PipelineThreads(NAME).all();
    for (int i = 0; i < 2; i++) {
      int number = i;
      release[i].countDown();
      Threads.await(
          () -> done.size() > number && workers.stream().allMatch(PipelineThreads::waits));
    }
    release[2].countDown();
    List<Integer> seen = new ArrayList<>();
    assertThatThrownBy(() -> results.forEachRemaining(seen::add))
        .isInstanceOf(PipelineException.class)
        .hasRootCauseMessage("the last");
    assertThat(seen).containsAll(done).doesNotHaveDuplicates();
  }

  /** An item that was not begun leaves a gap, and nothing comes from behind it. */
  @Test
  void shouldKeepTheOrderBeforeAFailure() throws InterruptedException {
    Set<Integer> inHand = ConcurrentHashMap.newKeySet();
    CountDownLatch allInHand = new CountDownLatch(3);
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch releaseLast = new CountDownLatch(1);
    Iterator<Integer> results =
        map(
                numbers(1_000),
                quietly(3).ordered(),
                item -> {
                  if (item >= 200 && inHand.size() < 3) {
                    inHand.add(item);
                    allInHand.countDown();
                    await(release);
                    if (item.equals(Collections.max(inHand))) {
                      await(releaseLast);
                      throw new IllegalStateException("the last");
                    }
                  }
                  return item;
                })
            .iterator();
    assertThat(results.next()).isZero();
    await(allInHand);
    beginPause();
    Threads.await(() -> clock.waitingFor(LOOK) == 0);
    release.countDown();
    List<Thread> workers = new PipelineThreads(NAME).all();
    Threads.await(() -> workers.stream().allMatch(PipelineThreads::waits));
    releaseLast.countDown();
    List<Integer> seen = new ArrayList<>();
    assertThatThrownBy(() -> results.forEachRemaining(seen::add))
        .isInstanceOf(PipelineException.class)
        .hasRootCauseMessage("the last");
    assertThat(seen).isEqualTo(numbers(1_000).subList(1, 1 + seen.size()));
  }
}

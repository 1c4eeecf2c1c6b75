package io.paipa;

import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.coroutine.CloseableIterator;
import io.paipa.coroutine.Recipe;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What can't be read any more is refused when it is put in, not when it is pulled. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class UsedSourcesTest {
  private static final String NAME = "reader";
  private static final String USED =
      "pipeline 'reader': this stream was used or closed before, and has nothing left to give; make"
          + " a new one";

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  private final List<Integer> read = Collections.synchronizedList(new ArrayList<>());

  private Pipeline<Integer, Void> reader() {
    return Pipeline.<Integer>named(NAME).sink("read", read::add).build();
  }

  /** The pipeline takes another source then. */
  private void assertGoesOn(Pipeline<Integer, Void> pipeline) throws InterruptedException {
    pipeline.putStream(Stream.of(7));
    pipeline.run();
    assertThat(read).containsExactly(7);
    assertNothingAbandoned(pipeline);
  }

  enum Use {
    LINKED,
    CONSUMED,
    ITERATED,
    CONCATENATED;

    private void of(Stream<Integer> stream) {
      Object result =
          switch (this) {
            case LINKED -> stream.map(i -> i);
            case CONSUMED -> stream.toList();
            case ITERATED -> stream.iterator();
            case CONCATENATED -> Stream.concat(stream, Stream.of(1));
          };
      assertThat(result).isNotNull();
    }
  }

  @ParameterizedTest
  @EnumSource(Use.class)
  void shouldRefuseAStreamThatWasUsed(Use use) throws InterruptedException {
    AtomicInteger closed = new AtomicInteger();
    Stream<Integer> stream = List.of(1, 2).stream().onClose(closed::incrementAndGet);
    use.of(stream);
    try (Pipeline<Integer, Void> pipeline = reader()) {
      assertThatThrownBy(() -> pipeline.putStream(stream))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(USED);
      assertGoesOn(pipeline);
    }
    assertThat(closed).as("it is still its owner's").hasValue(0);
  }

  @Test
  void shouldRefuseAStreamThatWasClosed() throws InterruptedException {
    Stream<Integer> stream = Stream.of(1, 2);
    stream.close();
    try (Pipeline<Integer, Void> pipeline = reader()) {
      assertThatThrownBy(() -> pipeline.putStream(stream))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(USED);
      assertGoesOn(pipeline);
    }
  }

  /** What it was linked to may still be in use. */
  @Test
  void shouldNotChangeAStreamThatItRefuses() {
    Stream<Integer> stream = List.of(1, 2).stream();
    Stream<Integer> parallel = stream.parallel().map(i -> i);
    try (Pipeline<Integer, Void> pipeline = reader()) {
      assertThatThrownBy(() -> pipeline.putStream(stream)).hasMessage(USED);
    }
    assertThat(parallel.isParallel()).isTrue();
    assertThat(parallel).containsExactly(1, 2);
  }

  @Test
  void shouldRefuseTheSameStreamTwice() throws InterruptedException {
    AtomicInteger pulled = new AtomicInteger();
    Stream<Integer> stream = Stream.of(1, 2).peek(i -> pulled.incrementAndGet());
    try (Pipeline<Integer, Void> first = reader();
        Pipeline<Integer, Void> second = reader()) {
      first.putStream(stream);
      assertThatThrownBy(() -> first.putStream(stream)).hasMessage(USED);
      assertThatThrownBy(() -> second.putStream(stream)).hasMessage(USED);
      assertThatThrownBy(stream::count).isInstanceOf(IllegalStateException.class);
      assertThat(pulled).as("it is lazy").hasValue(0);
      first.run();
      assertThat(read).containsExactly(1, 2);
    }
  }

  @Test
  void shouldTakeAParallelStreamAndPullItOneByOne() throws InterruptedException {
    List<Integer> numbers = Stream.iterate(1, i -> i + 1).limit(10_000).toList();
    List<Thread> pullers = new ArrayList<>();
    try (Pipeline<Integer, Void> pipeline = reader()) {
      pipeline.putStream(
          numbers.parallelStream().sorted().peek(i -> pullers.add(Thread.currentThread())));
      pipeline.run();
    }
    assertThat(read).isEqualTo(numbers);
    assertThat(pullers)
        .hasSize(10_000)
        .allMatch(thread -> thread.getName().equals("reader-source"));
  }

  private static final String RESULTS =
      "pipeline 'reader': the results of recipe, step 1 'mapping', ";

  private static CloseableIterator<Integer> results() {
    return Recipe.<Integer, Integer>mapping(i -> 6 / i).on(List.of(1, 2, 3, 0));
  }

  enum Reading {
    TO_THE_END("were read to their end; apply the recipe again") {
      @Override
      CloseableIterator<Integer> read() {
        CloseableIterator<Integer> results =
            Recipe.<Integer, Integer>mapping(i -> 6 / i).on(List.of(1, 2, 3));
        assertThat(Recipe.consume(results)).isEqualTo(3);
        return results;
      }
    },
    CLOSED("were closed; apply the recipe again to read more") {
      @Override
      CloseableIterator<Integer> read() {
        CloseableIterator<Integer> results = results();
        assertThat(results.hasNext()).isTrue();
        results.close();
        return results;
      }
    },
    FAILED("ended with a failure; apply the recipe again to read more") {
      @Override
      CloseableIterator<Integer> read() {
        CloseableIterator<Integer> results = results();
        assertThatThrownBy(() -> Recipe.consume(results)).isInstanceOf(ArithmeticException.class);
        return results;
      }
    },
    HANDED_OVER("were handed over to a stream, a recipe or a pipeline; read that") {
      @Override
      CloseableIterator<Integer> read() {
        CloseableIterator<Integer> results = results();
        assertThat(results.stream()).isNotNull();
        return results;
      }
    };

    private final String how;

    Reading(String how) {
      this.how = how;
    }

    abstract CloseableIterator<Integer> read();
  }

  @ParameterizedTest
  @EnumSource(Reading.class)
  void shouldRefuseResultsOfARecipeThatWereRead(Reading reading) throws InterruptedException {
    CloseableIterator<Integer> results = reading.read();
    try (Pipeline<Integer, Void> pipeline = reader()) {
      assertThatThrownBy(() -> pipeline.putIterator(results))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(RESULTS + reading.how);
      assertGoesOn(pipeline);
    }
  }

  @Test
  void shouldReadTheRestOfResultsAndBeTheOnlyOneThatDoes() throws InterruptedException {
    Recipe<Integer, Integer> recipe = Recipe.mapping(i -> i);
    CloseableIterator<Integer> results = recipe.on(List.of(1, 2, 3));
    assertThat(results.next()).isEqualTo(1);
    assertThat(results.hasNext()).isTrue();
    try (Pipeline<Integer, Void> pipeline = reader()) {
      pipeline.putIterator(results);
      assertThatThrownBy(results::next)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("were handed over");
      assertThatThrownBy(() -> pipeline.putIterator(results))
          .hasMessageStartingWith(RESULTS)
          .hasMessageContaining("were handed over");
      pipeline.run();
      assertThat(read).containsExactly(2, 3);
    }
  }

  /** What is refused for the pipeline's sake can be used elsewhere. */
  @Test
  void shouldNotTakeWhatItRefusesForAnotherReason() {
    Pipeline<Integer, Void> pipeline = reader();
    pipeline.close();
    CloseableIterator<Integer> results = results();
    assertThatThrownBy(() -> pipeline.putIterator(results)).hasMessageContaining("was closed");
    assertThat(results.next()).isEqualTo(6);
    results.close();
  }

  @Test
  void shouldRefuseAnInputQueueFromWhichNothingCanBeTaken() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline = reader();
        Pipeline<Integer, Void> other = reader()) {
      for (Consumer<Pipeline<Integer, Void>> put :
          List.<Consumer<Pipeline<Integer, Void>>>of(
              it -> it.putQueue(other.inputQueue()),
              it -> it.putQueue(other.inputQueue(), item -> false),
              it -> it.putIterable(it.inputQueue()))) {
        assertThatThrownBy(() -> put.accept(pipeline))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage(
                "pipeline 'reader': an input queue is no source, for nothing can be taken from it;"
                    + " put what is put into it, or the results of its pipeline");
      }
      assertGoesOn(pipeline);
    }
  }
}

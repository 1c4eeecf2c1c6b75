package io.paipa;

import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.coroutine.Recipe;
import java.time.Duration;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Only its worker pulls the items of an iterator step, whatever the step does with them. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ParallelStreamsTest {
  private static final String NAME = "parallel";
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private static final int RUNS = 50;

  /** Several times as many as the JDK takes from an iterator at once. */
  private static final int ITEMS = 10_000;

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  private static Stream<Integer> numbers() {
    return IntStream.range(0, ITEMS).boxed();
  }

  /** Parallel operations that a function waits for. */
  enum Operation {
    MAP {
      @Override
      List<Integer> of(Stream<Integer> items) {
        return items.map(i -> i).toList();
      }
    },
    SORTED {
      @Override
      List<Integer> of(Stream<Integer> items) {
        return items.sorted(Comparator.reverseOrder()).map(i -> i).toList();
      }
    },
    DISTINCT {
      @Override
      List<Integer> of(Stream<Integer> items) {
        return items.flatMap(i -> Stream.of(i, i)).distinct().toList();
      }
    },
    SKIP_AND_LIMIT {
      @Override
      List<Integer> of(Stream<Integer> items) {
        return items.skip(0).limit(ITEMS).filter(i -> i >= 0).toList();
      }
    },
    TAKE_WHILE {
      @Override
      List<Integer> of(Stream<Integer> items) {
        return items.takeWhile(i -> i >= 0).dropWhile(i -> i < 0).toList();
      }
    },
    GROUP {
      @Override
      List<Integer> of(Stream<Integer> items) {
        return items.collect(Collectors.groupingByConcurrent(i -> i % 7)).values().stream()
            .flatMap(List::stream)
            .toList();
      }
    },
    FOR_EACH {
      @Override
      List<Integer> of(Stream<Integer> items) {
        Set<Integer> seen = ConcurrentHashMap.newKeySet();
        items.forEach(seen::add);
        return List.copyOf(seen);
      }
    },
    FOR_EACH_ORDERED {
      @Override
      List<Integer> of(Stream<Integer> items) {
        Set<Integer> seen = ConcurrentHashMap.newKeySet();
        items.sorted().forEachOrdered(seen::add);
        return List.copyOf(seen);
      }
    },
    ITERATOR {
      @Override
      List<Integer> of(Stream<Integer> items) {
        Set<Integer> seen = ConcurrentHashMap.newKeySet();
        items.sorted().map(i -> i).iterator().forEachRemaining(seen::add);
        return List.copyOf(seen);
      }
    };

    abstract List<Integer> of(Stream<Integer> items);
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void shouldPullWhatAParallelOperationWorksOnInTheWorkersThread(Operation operation)
      throws InterruptedException {
    Set<String> pullers = ConcurrentHashMap.newKeySet();
    StreamFunction<Integer, Integer> function =
        items -> {
          Stream<Integer> pulled = items.peek(i -> pullers.add(Thread.currentThread().getName()));
          return operation.of(pulled.parallel()).stream();
        };
    for (int run = 0; run < RUNS; run++) {
      try (Pipeline<Integer, Integer> pipeline =
          Pipeline.<Integer>named(NAME)
              .map("before", i -> i)
              .iterateStream("all", function)
              .workers(2)
              .build()) {
        pipeline.putStream(numbers());
        pipeline.finish();
        pipeline.start();
        assertThat(pipeline.awaitTermination(DEADLINE)).as("run %d", run).isTrue();
        assertThat(pipeline.failure()).as("run %d", run).isEmpty();
        assertThat(pipeline.count()).as("run %d", run).isEqualTo(ITEMS);
        assertNothingAbandoned(pipeline);
      }
    }
    assertThat(pullers).isSubsetOf("parallel-all-0", "parallel-all-1");
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void shouldPullItInTheReadersThreadWhereItIsAStepOfARecipe(Operation operation) {
    Set<Thread> pullers = ConcurrentHashMap.newKeySet();
    Recipe<Integer, Integer> recipe =
        Recipe.<Integer, Integer>mapping(
                i -> {
                  pullers.add(Thread.currentThread());
                  return i;
                })
            .then("all", IteratorStep.ofStream(items -> operation.of(items.parallel()).stream()));
    for (int run = 0; run < RUNS; run++) {
      assertThat(recipe.on(numbers()).stream().sorted()).isEqualTo(numbers().toList());
    }
    assertThat(pullers).containsExactly(Thread.currentThread());
  }

  @Test
  void shouldRefuseAParallelStreamAndNameTheStep() {
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .<Integer>iterateStream("shared out", items -> items.parallel().map(i -> i))
            .workers(2)
            .build();
    pipeline.putStream(numbers());
    assertThatThrownBy(pipeline::run)
        .isInstanceOfSatisfying(
            PipelineException.class,
            failure -> assertThat(failure.stepName()).contains("shared out"))
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "pipeline 'parallel', step 'shared out': the stream function gave a parallel stream,"
                + " but the items are pulled by one thread; give a sequential one");
  }

  @Test
  void shouldRefuseAStreamThatTheFunctionHasUsedAndNameTheStep() {
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .<Integer>iterateStream("used", items -> items.count() > 0 ? items : Stream.of(1))
            .build();
    pipeline.putStream(numbers());
    assertThatThrownBy(pipeline::run)
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "pipeline 'parallel', step 'used': the stream function gave a stream that was used"
                + " before; give a new one");
  }

  /** The items, pulled by another thread, which the step waits for. */
  private static Iterator<Integer> pulledElsewhere(Iterator<Integer> items) {
    try {
      return CompletableFuture.supplyAsync(
              () -> {
                List<Integer> none = List.of();
                return items.hasNext() ? List.of(items.next()) : none;
              },
              work -> new Thread(work, "elsewhere").start())
          .join()
          .iterator();
    } catch (CompletionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  @Test
  void shouldRefuseToBePulledByAnotherThread() {
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .iterate("given away", ParallelStreamsTest::pulledElsewhere)
            .build();
    pipeline.putStream(numbers());
    assertThatThrownBy(pipeline::run)
        .rootCause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "pipeline 'parallel', step 'given away': the items of an iterator step are pulled by"
                + " its worker's thread alone, not by thread 'elsewhere'; pull them in the step,"
                + " and give them to other threads then");
  }
}

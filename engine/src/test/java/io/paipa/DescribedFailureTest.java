package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.coroutine.Recipe;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.CharBuffer;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A failure ends the pipeline first, and is described afterwards: items may not say what they are.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DescribedFailureTest {
  private static final String NAME = "described";
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  /** Its words come from elsewhere. */
  private record Saying(Supplier<String> words) {
    @Override
    public String toString() {
      return words.get();
    }
  }

  private static Builder<Object, Object> failing(int workers) {
    return Pipeline.<Object>named(NAME)
        .map(
            "fail",
            (Object item) -> {
              throw new IOException("disk");
            })
        .workers(workers)
        .capacity(8);
  }

  private static String messageFor(Object item) {
    Pipeline<Object, Object> pipeline = failing(1).build();
    List<String> messages = new ArrayList<>();
    assertThatThrownBy(() -> pipeline.during(running -> running.put(item)))
        .isInstanceOf(PipelineException.class)
        .satisfies(failure -> messages.add(failure.getMessage()));
    String before = "pipeline 'described', step 'fail': an item failed: ";
    String after = ", attempt 1: java.io.IOException: disk";
    assertThat(messages.get(0)).startsWith(before).endsWith(after);
    return messages.get(0).substring(before.length(), messages.get(0).length() - after.length());
  }

  /** The lock is held by a thread that waits in put: only the end lets it go on. */
  @Test
  void shouldEndAlthoughTheWordsNeedALockThatAProducerHolds() throws InterruptedException {
    ReentrantLock lock = new ReentrantLock();
    CountDownLatch full = new CountDownLatch(1);
    Supplier<String> words =
        () -> {
          lock.lock();
          try {
            return "locked";
          } finally {
            lock.unlock();
          }
        };
    Pipeline<Object, Object> pipeline =
        Pipeline.<Object>named(NAME)
            .map(
                "fail",
                (Object item) -> {
                  full.await();
                  throw new IOException("disk");
                })
            .capacity(2)
            .build()
            .start();
    Thread producer =
        new Thread(
            () -> {
              lock.lock();
              try {
                while (true) {
                  pipeline.put(new Saying(words));
                }
              } catch (PipelineException | InterruptedException ended) {
                // as it has to
              } finally {
                lock.unlock();
              }
            });
    producer.start();
    Threads.await(() -> PipelineThreads.waits(producer));
    full.countDown();
    assertThat(pipeline.awaitTermination(DEADLINE)).isTrue();
    producer.join(20_000);
    assertThat(producer.isAlive()).isFalse();
    assertThatThrownBy(pipeline::close).hasMessageContaining("an item failed: locked, attempt 1");
  }

  /** A recipe's step names the item, too: not in the worker, before the end. */
  @Test
  void shouldEndAlthoughTheWordsThatARecipeNeedsComeFromALockThatAProducerHolds()
      throws InterruptedException {
    ReentrantLock lock = new ReentrantLock();
    CountDownLatch full = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    Supplier<String> words =
        () -> {
          calls.incrementAndGet();
          lock.lock();
          try {
            return "locked";
          } finally {
            lock.unlock();
          }
        };
    Recipe<Object, Object> failing =
        Recipe.mapping(
            item -> {
              full.await();
              throw new IOException("disk");
            });
    Pipeline<Object, Object> pipeline =
        Pipeline.<Object>named(NAME)
            .iterate("fail", failing)
            .workers(8)
            .capacity(8)
            .whenFailed(failure -> {}) // so it is not logged
            .build()
            .start();
    Thread producer =
        new Thread(
            () -> {
              lock.lock();
              try {
                while (true) {
                  pipeline.put(new Saying(words));
                }
              } catch (PipelineException | InterruptedException ended) {
                // as it has to
              } finally {
                lock.unlock();
              }
            });
    producer.start();
    Threads.await(() -> PipelineThreads.waits(producer));
    full.countDown();
    assertThat(pipeline.awaitTermination(DEADLINE)).isTrue();
    producer.join(20_000);
    assertThat(producer.isAlive()).isFalse();
    assertThatThrownBy(pipeline::close)
        .hasMessageContaining("step 'fail'")
        .hasMessageContaining("java.io.IOException: disk")
        .rootCause()
        .hasMessage("disk");
    assertThat(calls).hasValue(2); // of one item: of what the step failed, and the recipe in it
  }

  /** What closes badly in a recipe may have no words, either. */
  @Test
  @SuppressWarnings("OverrideThrowableToString") // that is what is asked for
  void shouldEndBeforeAskingWhatTheClosingInARecipeHasThrown() throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    IOException wordless =
        new IOException() {
          private static final long serialVersionUID = 1L;

          @Override
          public String toString() {
            Threads.await(() -> ended.getCount() == 0);
            return "x".repeat(10_000);
          }
        };
    Recipe<Object, Object> failing =
        Recipe.<Object, Object>flatMapping(
            item ->
                Stream.of(item)
                    .onClose(
                        () -> {
                          throw sneaky(wordless);
                        }));
    Pipeline<Object, Object> pipeline =
        Pipeline.<Object>named(NAME)
            .iterate("fail", failing)
            .whenFailed(failure -> {})
            .build()
            .start();
    pipeline.put(1);
    assertThat(pipeline.awaitTermination(DEADLINE)).isTrue();
    ended.countDown();
    assertThatThrownBy(pipeline::close)
        .cause()
        .hasMessageContaining("closing failed: xxx")
        .satisfies(failure -> assertThat(failure.getMessage()).hasSizeLessThan(1_000));
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <X extends Throwable> RuntimeException sneaky(Throwable thrown) throws X {
    throw (X) thrown;
  }

  @Test
  void shouldBeginNothingWhileTheFailureIsDescribed() throws InterruptedException {
    CountDownLatch describing = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicLong others = new AtomicLong();
    Object slow =
        new Saying(
            () -> {
              describing.countDown();
              Threads.await(() -> release.getCount() == 0);
              return "slow";
            });
    Pipeline<Object, Object> pipeline =
        Pipeline.<Object>named(NAME)
            .map(
                "fail",
                (Object item) -> {
                  if (item == slow) {
                    throw new IOException("disk");
                  }
                  others.incrementAndGet();
                  return item;
                })
            .workers(2)
            .build()
            .start();
    pipeline.put(slow);
    assertThat(describing.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(pipeline.state()).isEqualTo(PipelineState.FAILED);
    assertThatThrownBy(() -> pipeline.offer(1)).isInstanceOf(PipelineException.class);
    release.countDown();
    assertThat(pipeline.awaitTermination(DEADLINE)).isTrue();
    assertThat(others).hasValue(0);
    assertThatThrownBy(pipeline::close).hasMessageContaining("slow");
  }

  @Test
  void shouldAskForTheWordsOnceWhereManyFail() throws InterruptedException {
    AtomicInteger asked = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(8);
    Pipeline<Object, Object> pipeline =
        Pipeline.<Object>named(NAME)
            .map(
                "fail",
                (Object item) -> {
                  all.countDown();
                  all.await();
                  throw new IOException("disk");
                })
            .workers(8)
            .build();
    assertThatThrownBy(
            () ->
                pipeline.during(
                    running -> {
                      for (int i = 0; i < 8; i++) {
                        running.put(new Saying(() -> "item " + asked.incrementAndGet()));
                      }
                    }))
        .hasMessageContaining("item 1, attempt 1")
        .hasMessageContaining("item 1, attempt 1"); // the second reader asks nobody
    assertThat(asked).hasValue(1);
  }

  @Test
  void shouldWaitForWordsNoLongerThanASecond() {
    CountDownLatch never = new CountDownLatch(1);
    Object endless =
        new Saying(
            () -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              return "never";
            });
    long start = System.nanoTime();
    assertThat(messageFor(endless))
        .isEqualTo(
            Saying.class.getName() + "@" + Integer.toHexString(System.identityHashCode(endless)));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
    never.countDown();
  }

  private record Named(String name, int size, Object content, List<String> tags) {}

  /** Hides something. */
  private record Secret(String password) {
    @Override
    public String toString() {
      return "Secret[***]";
    }
  }

  @Test
  void shouldDescribeValuesOfTheJdkPartByPart() {
    String huge = "x".repeat(50_000_000);
    assertThat(messageFor(huge)).isEqualTo("x".repeat(200) + "…");
    assertThat(messageFor(CharBuffer.wrap(huge))).isEqualTo("x".repeat(200) + "…");
    assertThat(messageFor(new Named("a", 7, new byte[1_000], List.of("b", "c"))))
        .isEqualTo("Named[name=a, size=7, content=byte[1000], tags=[b, c]]");
    assertThat(messageFor(new Named("a", 7, new byte[0], List.of(huge, huge))))
        .startsWith("Named[name=a, size=7, content=byte[0], tags=[xxxx")
        .hasSize(201);
    assertThat(messageFor(java.math.BigInteger.TWO.pow(100_000_000)))
        .isEqualTo("a number of 100000001 bits");
    assertThat(messageFor(new Secret("1234"))).isEqualTo("Secret[***]");
    assertThat(messageFor("x".repeat(199) + "\uD83D\uDE00")).isEqualTo("x".repeat(199) + "…");
    assertThat(messageFor(Map.of("k", 1))).isEqualTo("{k=1}");
    assertThat(messageFor(Map.entry("k", 1))).isEqualTo("k=1");
    assertThat(messageFor(Optional.empty())).isEqualTo("Optional.empty");
    assertThat(messageFor(Optional.of(1))).isEqualTo("Optional[1]");
  }

  /** They are made of it, and it is not written out to be cut. */
  @Test
  void shouldNotAskAnEntryOrAnOptionalThatHoldsSomethingHuge() {
    Object wide = Collections.nCopies(100_000_000, "x"); // its words are 300 MB
    String begins = "[x, x, x";
    assertThat(messageFor(Map.entry(wide, 1))).startsWith(begins).hasSize(201);
    assertThat(messageFor(new AbstractMap.SimpleEntry<>("k", wide))).startsWith("k=" + begins);
    assertThat(messageFor(Optional.of(wide))).startsWith("Optional" + "[" + begins).hasSize(201);
  }

  @Test
  void shouldKeepItsWordsWhenItTravels() throws Exception {
    Pipeline<Object, Object> pipeline = failing(1).build();
    List<Throwable> thrown = new ArrayList<>();
    assertThatThrownBy(() -> pipeline.during(running -> running.put("item")))
        .satisfies(thrown::add);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(thrown.get(0));
    Object read = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    assertThat(read)
        .isInstanceOfSatisfying(
            PipelineException.class,
            failure -> {
              assertThat(failure).hasMessage(thrown.get(0).getMessage());
              assertThat(failure.stepName()).contains("fail");
              assertThat(failure).hasCauseInstanceOf(IOException.class);
              assertThat(failure.getStackTrace()).isNotEmpty();
            });
  }

  /** Fails if an exception leads back to itself, by causes and suppressed ones. */
  private static void assertNoCircle(Throwable thrown, Map<Throwable, Boolean> above) {
    assertThat(above.put(thrown, true)).as("a circle at " + thrown).isNull();
    if (thrown.getCause() != null) {
      assertNoCircle(thrown.getCause(), above);
    }
    for (Throwable suppressed : thrown.getSuppressed()) {
      assertNoCircle(suppressed, above);
    }
    above.remove(thrown);
  }

  @Test
  void shouldMakeNoCircleOfCauses() throws InterruptedException {
    IOException known = new IOException("known", new IllegalStateException("deeper"));
    List<Pipeline<Object, Object>> self = new ArrayList<>();
    CountDownLatch both = new CountDownLatch(2);
    Pipeline<Object, Object> pipeline =
        Pipeline.<Object>named(NAME)
            .map(
                "fail",
                (Object item) -> {
                  both.countDown();
                  both.await();
                  if (item.equals(1)) {
                    throw known;
                  }
                  Threads.await(() -> self.get(0).failure().isPresent());
                  self.get(0).offer(3); // throws an exception whose cause is the failure
                  return item;
                })
            .workers(2)
            .whenFailed(
                failure -> {
                  throw new IllegalStateException("callback", failure);
                })
            .build();
    self.add(pipeline);
    assertThatThrownBy(
            () ->
                pipeline.during(
                    running -> {
                      running.put(1);
                      running.put(2);
                    }))
        .isInstanceOf(PipelineException.class)
        .satisfies(failure -> assertNoCircle(failure, new IdentityHashMap<>()));
    Pipeline<Object, Object> letters =
        Pipeline.<Object>named(NAME)
            .map(
                "fail",
                (Object item) -> {
                  throw known;
                })
            .onFailure(
                FailurePolicy.deadLetter(
                    failed -> {
                      throw (IllegalStateException) known.getCause();
                    }))
            .build();
    assertThatThrownBy(() -> letters.during(running -> running.put(1)))
        .satisfies(failure -> assertNoCircle(failure, new IdentityHashMap<>()));
  }

  /** Of a stream function, and of the closing of what it got and gave. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldMakeNoCircleOfWhatTheClosingOfStreamsThrows(boolean functionThrows) {
    IllegalStateException first = new IllegalStateException("first");
    Runnable closing =
        () -> {
          throw new IllegalStateException("closing", new IOException(first));
        };
    Pipeline<Object, Object> pipeline =
        Pipeline.<Object>named(NAME)
            .<Object>iterateStream(
                "fail",
                items -> {
                  Stream<Object> closed = items.onClose(closing);
                  if (functionThrows) {
                    throw first;
                  }
                  return closed.toList().stream()
                      .onClose(
                          () -> {
                            throw first;
                          });
                })
            .build();
    assertThatThrownBy(() -> pipeline.during(running -> running.put(1)))
        .isInstanceOf(PipelineException.class)
        .satisfies(failure -> assertNoCircle(failure, new IdentityHashMap<>()));
  }
}

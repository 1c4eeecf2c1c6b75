package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A failure names its item in few words, asks for them once, and does not wait for them long. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WordsOfAFailureTest {
  private static final String NAME = "described";

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
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
    String before = "pipeline 'described', step 'fail': an item failed: item ";
    String after = ", attempt 1: java.io.IOException: disk";
    assertThat(messages.get(0)).startsWith(before).endsWith(after);
    return messages.get(0).substring(before.length(), messages.get(0).length() - after.length());
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
                        running.put(new Saying(() -> "asked " + asked.incrementAndGet()));
                      }
                    }))
        .hasMessageContaining("failed: item asked 1, attempt 1")
        .hasMessageContaining("failed: item asked 1, attempt 1"); // the second reader asks nobody
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
}

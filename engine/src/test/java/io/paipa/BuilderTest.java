package io.paipa;

import static io.paipa.StepOptions.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A builder is a value: it can be changed without changing, built again, and sent elsewhere. */
class BuilderTest {
  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("built");
  }

  private static final List<Integer> NUMBERS = IntStream.range(0, 100).boxed().toList();

  private static long run(Builder<Integer, ?> builder) throws InterruptedException {
    try (Pipeline<Integer, ?> pipeline = builder.build()) {
      pipeline.putIterable(NUMBERS);
      pipeline.run();
      return pipeline.count();
    }
  }

  @Test
  void shouldNotChange() throws InterruptedException {
    Builder<Integer, Integer> all = Pipeline.<Integer>named("built").map("same", i -> i).workers(1);
    Builder<Integer, Integer> even = all.filter("even", i -> i % 2 == 0).workers(1);
    Builder<Integer, Integer> none = even.filter("none", i -> false).workers(1);
    assertThat(run(none)).isZero();
    assertThat(run(even)).isEqualTo(50);
    assertThat(run(all)).isEqualTo(100);
  }

  @Test
  void shouldBuildMany() throws InterruptedException {
    AtomicInteger made = new AtomicInteger();
    Builder<Integer, Integer> builder =
        Pipeline.<Integer>named("built")
            .<Integer>step(
                "made",
                () -> {
                  made.incrementAndGet();
                  return (item, out) -> out.emit(item + made.get());
                })
            .workers(3);
    for (int i = 1; i <= 5; i++) {
      assertThat(run(builder)).isEqualTo(100);
      assertThat(made).hasValue(3 * i);
    }
  }

  @Test
  void shouldResolveDefaultsWhenItIsBuilt() {
    Builder<Integer, Integer> builder =
        Pipeline.<Integer>named("built")
            .map("early", i -> i)
            .defaults(options().workers(7))
            .map("late", i -> i)
            .capacity(8)
            .map("own", i -> i)
            .workers(2);
    try (Pipeline<Integer, Integer> pipeline = builder.build()) {
      assertThat(pipeline.report().steps())
          .extracting(StepReport::workers)
          .containsExactly(7, 7, 2);
    }
    try (Pipeline<Integer, Integer> pipeline = builder.defaults(options()).build()) {
      assertThat(pipeline.report().steps())
          .extracting(StepReport::workers)
          .containsExactly(1, 1, 2);
    }
  }

  @Test
  @SuppressWarnings("unchecked")
  void shouldBeSerialisedWithItsSteps() throws Exception {
    Builder<Integer, Integer> builder =
        Pipeline.<Integer>named("built")
            .map("twice", i -> 2 * i)
            .workers(2)
            .capacity(16)
            .ordered()
            .filter("big", i -> i >= 100)
            .retrying(2, Backoff.exponential(Duration.ofMillis(1)))
            .chunk("chunk", 10, Duration.ofSeconds(5))
            .flatMapIterable("flat", chunk -> chunk)
            .workers(1)
            .iterateStream("stream", items -> items.limit(1_000))
            .workers(1)
            .defaults(options().onFailure(FailurePolicy.failPipeline()).waiting(Waiting.yielding()))
            .daemon(true);
    Builder<Integer, Integer> copy = (Builder<Integer, Integer>) deserialised(serialised(builder));
    assertThat(run(copy)).isEqualTo(50);
    try (Pipeline<Integer, Integer> pipeline = copy.build()) {
      assertThat(pipeline.name()).isEqualTo("built");
      assertThat(pipeline.report().steps())
          .extracting(StepReport::workers)
          .containsExactly(2, 1, 1, 1, 1);
    }
  }

  private static byte[] serialised(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return bytes.toByteArray();
  }

  private static Object deserialised(byte[] bytes) throws IOException, ClassNotFoundException {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return in.readObject();
    }
  }

  @Test
  void shouldNotBeSerialisedWithWhatCanNotBe() {
    Object local = new Object();
    Builder<Integer, Integer> builder =
        Pipeline.<Integer>named("built").map("local", i -> local.hashCode() + i).workers(1);
    assertThatThrownBy(() -> serialised(builder)).isInstanceOf(NotSerializableException.class);
  }

  /** Whether the threads of a pipeline are daemons: those of its source, its steps and reporter. */
  private static Set<Boolean> daemons(Builder<Integer, Integer> builder)
      throws InterruptedException {
    Set<Boolean> daemons = ConcurrentHashMap.newKeySet();
    try (Pipeline<Integer, ?> pipeline =
        builder
            .peek("look", item -> daemons.add(Thread.currentThread().isDaemon()))
            .workers(2)
            .reporter(report -> daemons.add(Thread.currentThread().isDaemon()), Duration.ofHours(1))
            .build()) {
      pipeline.putStream(
          NUMBERS.stream().peek(item -> daemons.add(Thread.currentThread().isDaemon())));
      pipeline.run();
    }
    return daemons;
  }

  @Test
  void shouldMakeThreadsThatTheJvmWaitsForUnlessToldOtherwise() throws InterruptedException {
    Builder<Integer, Integer> builder =
        Pipeline.<Integer>named("built").map("same", i -> i).workers(1);
    assertThat(daemons(builder)).containsExactly(false);
    assertThat(daemons(builder.daemon(true))).containsExactly(true);
    assertThat(daemons(builder.daemon(true).daemon(false))).containsExactly(false);
  }
}

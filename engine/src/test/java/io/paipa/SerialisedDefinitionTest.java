package io.paipa;

import static io.paipa.StepOptions.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.lmax.disruptor.RingBuffer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.agrona.concurrent.IdleStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A definition can be sent to another JVM, or says what in it can't. */
class SerialisedDefinitionTest {
  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("sent");
  }

  /** Each kind of step, and each option. */
  private static PipelineDefinition<Integer, Void> definition() {
    int limit = 40; // captured
    return Pipeline.<Integer>named("sent")
        .map("half", i -> i / (i % 10 == 3 ? 0 : 2))
        .workers(3)
        .retrying(
            2, Backoff.exponential(Duration.ofMillis(1)), ArithmeticException.class::isInstance)
        .onFailure(FailurePolicy.deadLetter(failed -> print("dead " + failed.item().longValue())))
        .ordered()
        .itemTimeout(Duration.ofMinutes(1))
        .filter("small", i -> i < limit)
        .onFailure(FailurePolicy.skip())
        .waiting(Waiting.backoff(1, 1, Duration.ofMillis(1), Duration.ofMillis(2)))
        .flatMap("flat", i -> Stream.of(i, i))
        .claimAhead(7)
        .mapAsync("async", 4, i -> CompletableFuture.completedFuture(i))
        .retrying(1, Backoff.none())
        .flatMapIterable("iterable", List::of)
        .retrying(1, Backoff.none())
        .keyed(i -> i % 2)
        .mapMulti("multi", Integer.class, (i, out) -> out.emit(i))
        .stallAfter(Duration.ofMinutes(2))
        .peek("peek", i -> {})
        .capacity(16)
        .<Integer>step("step", () -> (i, out) -> out.emit(i))
        .<Integer>iterate("iterate", items -> items)
        .iterateStream("stream", items -> items.skip(2))
        .chunk("chunk", 5, Duration.ofMinutes(1))
        .flatMapIterable("elements", chunk -> chunk)
        .chunk("grouped", 5, Duration.ofMinutes(1), i -> i, 90L)
        .groupedBy(i -> i % 2, 3)
        .onFailure(FailurePolicy.skip())
        .sink("sink", chunk -> print("chunk " + chunk))
        .defaults(options().capacity(64).onFailure(FailurePolicy.failPipeline()))
        .terminationTimeout(Duration.ofSeconds(20))
        .drainAtShutdown(Duration.ofSeconds(30))
        .daemon(true)
        .whenFailed((Consumer<PipelineException> & Serializable) e -> print("failed"))
        .definition();
  }

  private static void print(String line) {
    System.out.println(line);
  }

  /** What a definition says, as far as it can be compared between JVMs, and what it does. */
  private static void printAll(PipelineDefinition<Integer, ?> definition)
      throws InterruptedException {
    for (StepDefinition step : definition.steps()) {
      StepOptions options = step.options();
      print(step.getClass().getName() + " " + step.name());
      for (StepOption<?> option :
          List.of(
              StepOption.WORKERS,
              StepOption.CAPACITY,
              StepOption.CLAIM_AHEAD,
              StepOption.WAITING,
              StepOption.VIRTUAL_THREADS,
              StepOption.STALL_AFTER,
              StepOption.ORDERED,
              StepOption.ON_FAILURE,
              StepOption.ITEM_TIMEOUT)) {
        print(option + " " + options.get(option));
      }
      print("keyed " + options.get(StepOption.KEYED).isPresent());
      print("" + options.get(StepOption.RETRYING).map(StepOption.Retries::max));
      print("" + options.get(StepOption.RETRYING).map(StepOption.Retries::backoff));
    }
    print(definition.daemon() + " " + definition.terminationTimeout());
    print("at shutdown " + definition.shutdownLimit());
    try (Pipeline<Integer, ?> pipeline = definition.toBuilder().build()) {
      print(pipeline.toDot());
      pipeline.putIterable(IntStream.range(0, 100).boxed().toList());
      pipeline.run();
      print("count " + pipeline.count());
    }
  }

  /** Another JVM: builds the pipeline that it is given, or else that of its own, and runs it. */
  static final class Program {
    private Program() {}

    /**
     * The program.
     *
     * @param args the file with the definition, if any
     * @throws Exception if it can't be read
     */
    @SuppressWarnings({"unchecked", "BanSerializableRead"}) // we wrote it ourselves
    public static void main(String... args) throws Exception {
      if (args.length == 0) {
        printAll(definition());
        return;
      }
      try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(Path.of(args[0])))) {
        printAll((PipelineDefinition<Integer, ?>) in.readObject());
      }
    }
  }

  private static List<String> printedInAnotherJvm(Path printed, String... args)
      throws IOException, InterruptedException {
    String classes =
        ClassPaths.of(Program.class, Pipeline.class, RingBuffer.class, IdleStrategy.class);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classes, Program.class.getName()));
    command.addAll(List.of(args));
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.DISCARD) // warnings, with the time of day
            .redirectOutput(printed.toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    try (Stream<String> lines = Files.lines(printed, StandardCharsets.UTF_8)) {
      return lines.sorted().toList(); // dead letters come between the chunks
    }
  }

  @Test
  void shouldBuildTheSamePipelineInAnotherJvm(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("definition");
    Files.write(file, serialised(definition()));
    List<String> sent = printedInAnotherJvm(folder.resolve("sent"), file.toString());
    assertThat(sent).isEqualTo(printedInAnotherJvm(folder.resolve("own")));
    assertThat(sent)
        .contains(
            "workers Optional[3]", "keyed true", "dead 13", "chunk [17, 17, 19, 19]", "count 44");
  }

  private static byte[] serialised(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return bytes.toByteArray();
  }

  @SuppressWarnings("BanSerializableRead") // we wrote it ourselves
  private static Object deserialised(byte[] bytes) throws IOException, ClassNotFoundException {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return in.readObject();
    }
  }

  /** Something that belongs to this JVM. */
  private static final class Connection {
    int send(long item) {
      return (int) item;
    }
  }

  private static void assertRefused(Object object, String place) {
    assertThatThrownBy(() -> serialised(object))
        .isInstanceOf(NotSerializableException.class)
        .hasMessage(
            place
                + ": it is or holds a "
                + Connection.class.getName()
                + ", which is not serialisable; make it so, or leave it out");
  }

  @Test
  void shouldNameTheStepAndTheClassThatItCaptures() {
    Connection connection = new Connection();
    Builder<Integer, Integer> builder =
        Pipeline.<Integer>named("sent").map("first", i -> i).map("second", i -> connection.send(i));
    String place = "pipeline 'sent', step 'second'";
    assertRefused(builder.definition(), place);
    assertRefused(builder, place);
  }

  @Test
  void shouldNameTheOption() {
    Connection connection = new Connection();
    StepOptions options =
        options().onFailure(FailurePolicy.deadLetter(failed -> connection.send(failed.attempts())));
    Builder<Integer, Integer> builder = Pipeline.<Integer>named("sent").map("only", i -> i);
    assertRefused(options, "option onFailure");
    assertRefused(
        builder.apply(b -> b.map("next", i -> i)).with(options).definition(),
        "pipeline 'sent', step 'next', option onFailure");
    assertRefused(
        builder.defaults(options).definition(), "pipeline 'sent', defaults, option onFailure");
  }

  /** A thread factory that can't be sent, and the others that often can't be. */
  private static final class Local
      implements ThreadFactory, Consumer<Object>, Tracker, Reporter, Serializable {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // that is the point
    private final Connection connection = new Connection();

    @Override
    public Thread newThread(Runnable work) {
      return new Thread(work, "local" + connection.send(1));
    }

    @Override
    public void accept(Object failure) {}

    @Override
    public void report(Report report) {}
  }

  @Test
  void shouldNameTheSetting() {
    Builder<Integer, Integer> builder = Pipeline.<Integer>named("sent").map("only", i -> i);
    Local local = new Local();
    assertRefused(
        builder.threadFactory(local).definition(), "pipeline 'sent', setting threadFactory");
    assertRefused(builder.whenFailed(local).definition(), "pipeline 'sent', setting whenFailed");
    assertRefused(builder.tracker(local).definition(), "pipeline 'sent', setting tracker");
    assertRefused(
        builder.reporter(local, Duration.ofSeconds(1)).definition(),
        "pipeline 'sent', setting reporter");
  }

  @Test
  void shouldKnowAnOptionAgain() throws Exception {
    assertThat(deserialised(serialised(StepOption.WORKERS))).isSameAs(StepOption.WORKERS);
    StepOptions options = options().workers(4).ordered().capacity(8);
    assertThat(deserialised(serialised(options))).isEqualTo(options);
    assertThat(deserialised(serialised(options()))).isEqualTo(options());
  }
}

package io.paipa;

import static io.paipa.Settlement.DEAD_LETTERED;
import static io.paipa.Settlement.DONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A step that keeps items beyond process keeps their deliveries open. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class KeptTest {
  private static final String NAME = "keeping";

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  /** Makes lists of three. */
  private static class Threes implements Step<Integer, List<Integer>> {
    private final List<Integer> items = new ArrayList<>();
    StepContext<Integer> context = new NoContext();
    Kept batch = Kept.none();

    @Override
    public void onWorkerStart(StepContext<Integer> given) {
      context = given;
    }

    @Override
    public void process(Integer item, Emitter<List<Integer>> out) {
      items.add(item);
      batch = batch.join(context.keep());
      if (items.size() == 3) {
        onFlush(out);
      }
    }

    @Override
    public void onFlush(Emitter<List<Integer>> out) {
      if (!items.isEmpty()) {
        batch.emit(out, List.copyOf(items));
        release();
      }
      items.clear();
    }

    void release() {
      batch.release();
      batch.release(); // does nothing
      batch = Kept.none();
    }
  }

  private static Topic<Integer> run(
      int count, StepFactory<Step<Integer, List<Integer>>> factory, Consumer<List<Integer>> sink)
      throws InterruptedException {
    Topic<Integer> topic = Topic.of(IntStream.range(0, count).boxed().toList());
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named(NAME)
            .step("threes", factory)
            .sink("store", sink::accept)
            .onFailure(FailurePolicy.deadLetter(failed -> {}))
            .build()) {
      pipeline.putAcknowledged(topic);
      pipeline.run();
    }
    return topic;
  }

  @Test
  void shouldSettleWhatIsKeptAsWhatCameOfIt() throws InterruptedException {
    Topic<Integer> topic =
        run(
            10,
            Threes::new,
            list -> {
              if (list.contains(4) || list.contains(9)) {
                throw new IllegalStateException("no");
              }
            });
    Map<Integer, Settlement> expected = new HashMap<>();
    IntStream.range(0, 10)
        .forEach(i -> expected.put(i, List.of(3, 4, 5, 9).contains(i) ? DEAD_LETTERED : DONE));
    assertThat(topic.outcomes()).isEqualTo(expected);
  }

  /** What it emits by the emitter alone belongs to none: a failure of that is nobody's. */
  @Test
  void shouldNotSettleByWhatAHookEmitsOtherwise() throws InterruptedException {
    Topic<Integer> topic =
        run(
            2,
            () ->
                new Threes() {
                  @Override
                  public void onFlush(Emitter<List<Integer>> out) {
                    out.emit(List.of());
                    release();
                  }
                },
            list -> {
              throw new IllegalStateException("no");
            });
    assertThat(topic.outcomes()).hasSize(2).doesNotContainValue(DEAD_LETTERED);
  }

  @Test
  void shouldFailWhenSomethingIsKeptAfterTheLastFlush() {
    assertThatThrownBy(
            () ->
                run(
                    3,
                    () ->
                        new Threes() {
                          @Override
                          void release() {}
                        },
                    list -> {}))
        .isInstanceOf(PipelineException.class)
        .hasMessageContaining("items are still kept after the last onFlush");
  }

  @Test
  void shouldRefuseToKeepOutsideOfProcess() {
    assertThatThrownBy(
            () ->
                run(
                    1,
                    () ->
                        new Threes() {
                          @Override
                          public void onFlush(Emitter<List<Integer>> out) {
                            batch = batch.join(context.keep());
                          }
                        },
                    list -> {}))
        .hasStackTraceContaining("keep is possible only inside process");
  }

  @Test
  void shouldRefuseToReleaseInAnotherThread() {
    assertThatThrownBy(
            () ->
                run(
                    1,
                    () ->
                        new Threes() {
                          @Override
                          public void process(Integer item, Emitter<List<Integer>> out) {
                            Kept kept = context.keep();
                            Thread other = new Thread(kept::release);
                            other.setUncaughtExceptionHandler((thread, thrown) -> {});
                            other.start();
                            try {
                              other.join(20_000);
                            } catch (InterruptedException e) {
                              Thread.currentThread().interrupt();
                            }
                            kept.release();
                          }
                        },
                    list -> {}))
        .hasStackTraceContaining("used in the thread of its worker alone");
  }

  /** Nobody waits: there is nothing to keep, and nothing to forget. */
  @Test
  void shouldKeepNothingOfItemsThatNobodyWaitsFor() throws InterruptedException {
    List<Kept> kept = new ArrayList<>();
    try (Pipeline<Integer, List<Integer>> pipeline =
        Pipeline.<Integer>named(NAME)
            .<List<Integer>>step(
                "threes",
                () ->
                    new Threes() {
                      @Override
                      public void process(Integer item, Emitter<List<Integer>> out) {
                        kept.add(context.keep());
                      }
                    })
            .build()) {
      pipeline.putIterable(List.of(1, 2));
      pipeline.run();
    }
    assertThat(kept).containsExactly(Kept.none(), Kept.none());
  }
}

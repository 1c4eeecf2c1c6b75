package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** To emit and to reenqueue is for the call that may, while it lasts, and in its thread. */
class CallScopeTest {
  private static final String NAME = "scope";
  private static final String NO_EMIT =
      "pipeline 'scope', step 'scoped': an emitter is usable only in the hook call that got it, in"
          + " its thread; a client that answers later is for mapAsync";
  private static final String NO_REENQUEUE =
      "pipeline 'scope', step 'scoped': reenqueue is possible only inside process, in its thread";

  private final Map<String, Throwable> thrown = new ConcurrentHashMap<>();
  private final AtomicReference<String> place = new AtomicReference<>("");

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  /** In one place does something it may not, and notes what that throws, and tells nobody. */
  private void misuse(String where, ThrowingCallable call) {
    Throwable refusal = where.equals(place.get()) ? catchThrowable(call) : null;
    if (refusal != null) {
      thrown.putIfAbsent(where, refusal);
    }
  }

  private void misuseElsewhere(String where, ThrowingCallable call) throws InterruptedException {
    Thread other = new Thread(() -> misuse(where, call));
    other.start();
    other.join(20_000);
  }

  /** The pipeline may have ended before the other thread has noted what it got. */
  private Throwable awaitThrown(String where) {
    Threads.await(() -> thrown.containsKey(where));
    return Objects.requireNonNull(thrown.get(where));
  }

  /** What was refused is lost, and who was told may have told nobody: so the pipeline fails. */
  private void assertRefused(
      String call,
      String message,
      String where,
      int workers,
      StepFactory<Step<Integer, Integer>> factory) {
    place.set(where);
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME).<Integer>step("scoped", factory).workers(workers).build();
    assertThatThrownBy(
            () ->
                pipeline.during(
                    running -> {
                      if (where.equals("onInputEmpty")) { // it may never be, once there are items
                        Threads.await(() -> running.failure().isPresent());
                      }
                      for (int i = 0; i < 10; i++) {
                        running.put(1);
                      }
                      running.putMeta("meta");
                      running.put(2);
                    }))
        .as(where)
        .isInstanceOf(PipelineException.class)
        .hasMessageStartingWith("pipeline 'scope', step 'scoped': " + call + " was refused: ")
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(message)
        .satisfies(cause -> assertThat(cause).isSameAs(awaitThrown(where)));
    assertThat(thrown).containsOnlyKeys(where);
  }

  @ParameterizedTest
  @ValueSource(strings = {"process", "onInputEmpty", "onFlush", "onMeta"})
  void shouldRefuseToEmitInAnotherThreadWhileTheCallLasts(String where) {
    class Lending implements Step<Integer, Integer> {
      private void lend(String where, Emitter<Integer> out) throws InterruptedException {
        misuseElsewhere(where, () -> out.emit(-1));
        out.emit(1); // its own thread may, also afterwards
      }

      @Override
      public void process(Integer item, Emitter<Integer> out) throws InterruptedException {
        lend("process", out);
      }

      @Override
      public void onInputEmpty(Emitter<Integer> out) throws InterruptedException {
        lend("onInputEmpty", out);
      }

      @Override
      public void onFlush(Emitter<Integer> out) throws InterruptedException {
        lend("onFlush", out);
      }

      @Override
      public Object onMeta(Object meta, Emitter<Integer> out) throws InterruptedException {
        lend("onMeta", out);
        return meta;
      }
    }
    assertRefused("an emit", NO_EMIT, where, 1, Lending::new);
  }

  /** Worker 0 keeps its emitter; its sibling begins while the call lasts that got it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "the sibling's onWorkerStart",
        "onWorkerStop",
        "the sibling's onWorkerStop",
        "onStepStop"
      })
  void shouldRefuseAnEmitterThatWasKeptInHooksThatGetNone(String where) {
    AtomicReference<Emitter<Integer>> kept = new AtomicReference<>();
    CountDownLatch isKept = new CountDownLatch(1);
    CountDownLatch siblingBegun = new CountDownLatch(1);
    class Keeping implements Step<Integer, Integer> {
      private boolean sibling;

      private void emit(String where) {
        misuse(where, () -> kept.get().emit(-1));
      }

      @Override
      public void onWorkerStart(StepContext<Integer> context) throws InterruptedException {
        sibling = context.workerIndex() == 1;
        if (sibling) {
          assertThat(isKept.await(20, TimeUnit.SECONDS)).isTrue();
          emit("the sibling's onWorkerStart");
          siblingBegun.countDown();
        }
      }

      @Override
      public void process(Integer item, Emitter<Integer> out) throws InterruptedException {
        if (isKept.getCount() > 0) {
          kept.set(out);
          isKept.countDown();
          assertThat(siblingBegun.await(20, TimeUnit.SECONDS)).isTrue();
        }
      }

      @Override
      public void onWorkerStop(Ending ending) {
        emit(sibling ? "the sibling's onWorkerStop" : "onWorkerStop");
      }

      @Override
      public void onStepStop(StepContext<Integer> context) {
        emit("onStepStop");
      }
    }
    assertRefused("an emit", NO_EMIT, where, 2, Keeping::new);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "onStepStart",
        "onWorkerStart",
        "another thread",
        "onInputEmpty",
        "onFlush",
        "onMeta",
        "onWorkerStop",
        "onStepStop"
      })
  void shouldRefuseToReenqueueOutsideOfProcess(String where) {
    class Reenqueuing implements Step<Integer, Integer> {
      private StepContext<Integer> context = new NoContext();

      private void reenqueue(String where) {
        misuse(where, () -> context.reenqueue(7));
      }

      @Override
      public void onStepStart(StepContext<Integer> given) {
        misuse("onStepStart", () -> given.reenqueue(7));
      }

      @Override
      public void onWorkerStart(StepContext<Integer> given) {
        context = given;
        reenqueue("onWorkerStart");
      }

      @Override
      public void process(Integer item, Emitter<Integer> out) throws InterruptedException {
        misuseElsewhere("another thread", () -> context.reenqueue(7));
        assertThat(item).isNotEqualTo(7);
      }

      @Override
      public void onInputEmpty(Emitter<Integer> out) {
        reenqueue("onInputEmpty");
      }

      @Override
      public void onFlush(Emitter<Integer> out) {
        reenqueue("onFlush");
      }

      @Override
      public Object onMeta(Object meta, Emitter<Integer> out) {
        reenqueue("onMeta");
        return meta;
      }

      @Override
      public void onWorkerStop(Ending ending) {
        reenqueue("onWorkerStop");
      }

      @Override
      public void onStepStop(StepContext<Integer> given) {
        reenqueue("onStepStop");
      }
    }
    assertRefused("a reenqueue", NO_REENQUEUE, where, 1, Reenqueuing::new);
  }
}

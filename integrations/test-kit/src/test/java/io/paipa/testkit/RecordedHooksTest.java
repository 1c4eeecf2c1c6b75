package io.paipa.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Emitter;
import io.paipa.Pipeline;
import io.paipa.Step;
import io.paipa.StepContext;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A test can see which methods of a step were called, in which order, and with what. */
@LeavesNoPipeline
@Timeout(60)
class RecordedHooksTest {
  private static final class Sum implements Step<Integer, Integer> {
    private int sum;

    @Override
    public void process(Integer item, Emitter<Integer> out) {
      sum += item;
    }

    @Override
    public void onFlush(Emitter<Integer> out) {
      out.emit(sum);
    }
  }

  @Test
  void shouldRecordEachCall() {
    RecordedHooks hooks = new RecordedHooks();

    PipelineTest.of(Pipeline.<Integer>named("test").step("sum", hooks.of(Sum::new)))
        .put(1)
        .awaitQuiet()
        .putMeta("now")
        .expect(List.of(1))
        .put(2)
        .finish()
        .expect(List.of(3));

    assertThat(hooks.calls().stream().filter(call -> !call.equals("onInputEmpty")))
        .containsExactly(
            "onStepStart",
            "onWorkerStart",
            "process(1)",
            "onFlush",
            "onMeta(now)",
            "process(2)",
            "onFlush",
            "onWorkerStop(CLEAN)",
            "onStepStop");
    assertThat(hooks.calls()).contains("onInputEmpty");
  }

  @Test
  void shouldKeepTheContextOfEachWorker() {
    RecordedHooks hooks = new RecordedHooks();

    PipelineTest.of(Pipeline.<Integer>named("test").step("sum", hooks.of(Sum::new)).workers(3))
        .finish();

    assertThat(hooks.contexts())
        .extracting(StepContext::workerIndex)
        .containsExactlyInAnyOrder(0, 1, 2);
    assertThat(hooks.contexts()).allMatch(context -> context.stepName().equals("sum"));
  }
}

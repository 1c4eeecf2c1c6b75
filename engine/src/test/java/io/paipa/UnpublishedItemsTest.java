package io.paipa;

import static io.paipa.CollectedItems.awaitCollected;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An ended pipeline keeps nothing of what its source thread had read, and could not publish. */
class UnpublishedItemsTest {
  private static final String NAME = "unpublished";
  private static final int ITEMS = 20;

  private final CountDownLatch never = new CountDownLatch(1);

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  @Test
  void shouldKeepNothingOfACollection() throws InterruptedException {
    List<WeakReference<Object>> references = new ArrayList<>();
    Pipeline<Object, Void> pipeline =
        Pipeline.<Object>named(NAME).sink("block", item -> never.await()).capacity(2).build();
    pipeline.putIterable(
        IntStream.range(0, ITEMS).mapToObj(i -> CollectedItems.fresh(references)).toList());
    pipeline.start();
    new PipelineThreads(NAME).awaitIdle(2); // one waits in the step, and one for room
    pipeline.abort();
    pipeline.close();
    awaitCollected(references);
    assertThat(pipeline.report().accepted()).isEqualTo(ITEMS);
  }
}

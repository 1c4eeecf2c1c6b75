package io.paipa.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Pipeline;
import java.lang.ref.WeakReference;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which pipelines are shown, by which names, and for how long. */
class ShownPipelinesTest {
  private final LivePage page = LivePage.builder().port(0).start();
  private final Client client = new Client(page);

  @AfterEach
  void close() {
    page.close();
  }

  private int status(String name) {
    return client.get(Summary.address("pipeline", name)).statusCode();
  }

  private void awaitWords(String name, String words) {
    Awaiting.await(() -> client.pageOf(name).contains(words));
  }

  @Test
  void shouldShowAPipelineBeforeItIsStarted() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline = Pipelines.idle("orders")) {
      page.add(pipeline);
      assertThat(client.pageOf("orders")).contains("<strong>not started</strong>");
      pipeline.start();
      awaitWords("orders", "<strong>running</strong>");
      pipeline.stop();
    }
  }

  @Test
  void shouldShowHowAPipelineHasEnded() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline = Pipelines.idle("orders")) {
      page.add(pipeline);
      pipeline.start();
      pipeline.put(1);
      pipeline.stop();

      awaitWords("orders", "<strong>completed</strong>");
      awaitWords("orders", "1 item accepted");
      awaitWords("orders", "The figures are those of the whole run.");
      assertThat(client.body("/pipelines")).contains("completed");
    }
  }

  @Test
  void shouldShowAPipelineThatHadEndedBefore() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline = Pipelines.idle("orders")) {
      pipeline.start();
      pipeline.stop();
      page.add(pipeline);

      awaitWords("orders", "<strong>completed</strong>");
    }
  }

  @Test
  void shouldShowWhyAPipelineHasFailed() throws InterruptedException {
    Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("orders")
            .sink(
                "store",
                item -> {
                  throw new IllegalStateException("<b>no</b> room");
                })
            .whenFailed(failure -> {})
            .build();
    page.add(pipeline);
    pipeline.start();
    pipeline.put(1);

    awaitWords("orders", "<strong>failed</strong>");
    awaitWords("orders", "step 'store': an item failed");
    assertThat(client.pageOf("orders"))
        .contains("&lt;b&gt;no&lt;/b&gt; room")
        .doesNotContain("<b>")
        .contains("class=\"health DOWN\"");
  }

  @Test
  void shouldTellTwoPipelinesOfOneNameApart() {
    try (Pipeline<Integer, Void> first = Pipelines.idle("orders");
        Pipeline<Integer, Void> second = Pipelines.ofSteps("orders", 3)) {
      page.add(first);
      page.add(second);

      assertThat(client.pageOf("orders")).contains("store");
      assertThat(client.pageOf("orders-2")).contains("step-1");
    }
  }

  @Test
  void shouldShowAPipelineOnce() {
    try (Pipeline<Integer, Void> pipeline = Pipelines.idle("orders")) {
      page.add(pipeline);
      page.add(pipeline);

      assertThat(status("orders-2")).isEqualTo(404);
    }
  }

  @Test
  void shouldTellNamesApartThatDifferInCase() {
    try (Pipeline<Integer, Void> first = Pipelines.idle("Orders");
        Pipeline<Integer, Void> second = Pipelines.ofSteps("orders", 3)) {
      page.add(first);
      page.add(second);

      assertThat(client.pageOf("Orders")).contains("store");
      assertThat(client.pageOf("orders")).contains("step-1");
    }
  }

  /** A restart: the address goes on, and so do the charts. */
  @Test
  void shouldGiveThePlaceOfAPipelineThatHasEndedToTheNext() throws InterruptedException {
    long before = System.currentTimeMillis();
    for (int run = 1; run <= 3; run++) {
      try (Pipeline<Integer, Void> pipeline = Pipelines.idle("orders")) {
        page.add(pipeline);
        pipeline.start();
        for (int item = 0; item < run; item++) {
          pipeline.put(item);
        }
        awaitWords("orders", Words.count(run, "item", "items") + " accepted");
        assertThat(client.pageOf("orders")).contains("<strong>running</strong>");
        assertThat(status("orders-2")).isEqualTo(404);
        pipeline.stop();
      }
    }
    assertThat(client.history("orders", before - 1).get("atMillis")).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void shouldKeepTheLastPipelinesThatHaveEnded() throws InterruptedException {
    for (int i = 0; i < 18; i++) {
      try (Pipeline<Integer, Void> pipeline = Pipelines.idle("batch-" + i)) {
        page.add(pipeline);
        pipeline.start();
        pipeline.stop();
      }
    }
    Awaiting.await(() -> status("batch-1") == 404);
    assertThat(status("batch-0")).isEqualTo(404);
    assertThat(status("batch-2")).isEqualTo(200);
    assertThat(status("batch-17")).isEqualTo(200);
  }

  @Test
  void shouldKeepNoPipelineThatHasEnded() throws InterruptedException {
    Pipeline<Integer, Void> pipeline = Pipelines.idle("orders");
    page.add(pipeline);
    pipeline.start();
    pipeline.stop();
    awaitWords("orders", "<strong>completed</strong>");
    WeakReference<Object> reference = new WeakReference<>(pipeline);
    pipeline = Pipelines.idle("another");

    awaitCollected(reference);
    assertThat(status("orders")).isEqualTo(200);
    assertThat(client.body(Summary.address("dump.txt", "orders"))).contains("orders");
    pipeline.close();
  }

  @Test
  void shouldForgetAPipelineThatNobodyStarts() {
    Pipeline<Integer, Void> pipeline = Pipelines.idle("forgotten");
    page.add(pipeline);
    WeakReference<Object> reference = new WeakReference<>(pipeline);
    pipeline = Pipelines.idle("another");

    awaitCollected(reference);
    Awaiting.await(() -> status("forgotten") == 404);
    pipeline.close();
  }

  /** Such as one that an acknowledged source feeds. */
  @Test
  void shouldKeepAPipelineThatRunsThoughNobodyHasIt() throws InterruptedException {
    WeakReference<Pipeline<Integer, Void>> running = started();
    awaitCollected(new WeakReference<>(new Object()));
    long collected = System.currentTimeMillis();

    Awaiting.await(() -> client.history("orders", collected).get("atMillis").size() >= 2);
    assertThat(client.pageOf("orders")).contains("<strong>running</strong>");
    Objects.requireNonNull(running.get()).stop();
    awaitWords("orders", "<strong>completed</strong>");
  }

  private WeakReference<Pipeline<Integer, Void>> started() {
    Pipeline<Integer, Void> pipeline = Pipelines.idle("orders");
    page.add(pipeline);
    return new WeakReference<>(pipeline.start());
  }

  /** What failed may be held by the failure. */
  @Test
  void shouldKeepNoItemThatHasFailed() throws InterruptedException {
    WeakReference<Object> item = failed();
    awaitWords("orders", "<strong>failed</strong>");

    awaitCollected(item);
  }

  private WeakReference<Object> failed() throws InterruptedException {
    Pipeline<Object, Void> pipeline =
        Pipeline.<Object>named("orders")
            .sink(
                "store",
                failing -> {
                  throw new HoldingException(failing);
                })
            .whenFailed(failure -> {})
            .build();
    page.add(pipeline);
    Object item = new Object();
    pipeline.start();
    pipeline.put(item);
    return new WeakReference<>(item);
  }

  private static final class HoldingException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Object item;

    HoldingException(Object item) {
      this.item = item;
    }

    @Override
    public String getMessage() {
      return "no room for " + item.getClass();
    }
  }

  private static void awaitCollected(WeakReference<?> reference) {
    Awaiting.await(
        () -> {
          System.gc();
          return reference.get() == null;
        });
  }

  @Test
  void shouldGiveADump() throws InterruptedException {
    CountDownLatch goOn = new CountDownLatch(1);
    try (Pipeline<Integer, Void> pipeline = Pipelines.held("orders", goOn)) {
      page.add(pipeline);
      pipeline.start();
      Pipelines.fill(pipeline);

      assertThat(client.body(Summary.address("dump.txt", "orders")))
          .contains("orders", "parse", "store", "Pipelines"); // where in the code a worker is
      goOn.countDown();
      pipeline.stop();
    }
  }
}

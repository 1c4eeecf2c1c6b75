package io.paipa.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.FailurePolicy;
import io.paipa.Pipeline;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What somebody sees of a pipeline, in a real browser. */
@ExtendWith(OneBrowser.class)
class PictureTest {
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final LivePage page = LivePage.builder().port(0).start();

  @AfterEach
  void close() {
    goOn.countDown();
    page.close();
  }

  private void hold() {
    try {
      assertThat(goOn.await(50, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void show(Pipeline<?, ?> pipeline, Browser browser) {
    page.add(pipeline);
    pipeline.start();
    browser.go(page, "orders");
  }

  @Test
  void shouldFillThePipeBeforeAStepThatIsTooSlow(Browser browser) throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline = Pipelines.held("orders", goOn)) {
      page.add(pipeline);
      pipeline.start();
      Pipelines.fill(pipeline);
      browser.go(page, "orders");

      browser.awaitText(".steps > li:nth-child(2) .ring", "full");
      assertThat(browser.text(".steps > li:nth-child(2) .ring")).contains("of 8");
      assertThat(browser.element(".steps > li:nth-child(2) .fill").getAttribute("width"))
          .isEqualTo("100%");
      assertThat(browser.elements(".steps h3")).hasSize(2);
      browser.await("document.querySelectorAll('li:nth-child(1) .cells .BLOCKED').length === 1");
      assertThat(browser.elements("li:nth-child(2) .cells .PROCESSING")).hasSize(1);
      browser.awaitText("li:nth-child(1) .parts", "blocked 100 %");
      browser.awaitText("li:nth-child(2) .parts", "busy 100 %");
      goOn.countDown();
      browser.awaitText(".steps > li:nth-child(2) .ring", "0 of 8");
      pipeline.stop();
    }
  }

  @Test
  void shouldDrawCharts(Browser browser) throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline = Pipelines.idle("orders")) {
      show(pipeline, browser);
      browser.await("document.querySelectorAll('.chart canvas').length === 3");
      pipeline.put(1);

      browser.await(
          "/now [\\d.]+, most [0.]*[1-9]/.test("
              + "document.querySelector('[data-chart=rate]').getAttribute('aria-label'))");
      browser.await(
          "[...document.querySelectorAll('.chart canvas')].every(canvas =>"
              + " canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)"
              + ".data.some(value => value > 0))");
      pipeline.stop();
    }
  }

  /** Somebody changes tabs while the page waits for an answer. */
  @Test
  void shouldAskForOneThingAtATime(Browser browser) {
    try (Pipeline<Integer, Void> pipeline = Pipelines.idle("orders")) {
      page.add(pipeline);
      browser.go(page, "orders");
      browser.run(
          """
          const real = window.fetch;
          let open = 0;
          window.most = 0;
          window.asked = 0;
          window.fetch = async (...request) => {
            window.asked++;
            window.most = Math.max(window.most, ++open);
            if (window.asked <= 4) {
              document.dispatchEvent(new Event("visibilitychange"));
            }
            try {
              return await real(...request);
            } finally {
              open--;
            }
          };
          """);

      browser.await("window.asked >= 4");
      assertThat(browser.run("return window.most;")).isEqualTo(1L);
    }
  }

  @Test
  void shouldShowReasonsAsText(Browser browser) throws InterruptedException {
    String reason = "<script>document.title = 'broken'</script> \ud83d";
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("orders")
            .sink(
                "store",
                item -> {
                  throw new IllegalStateException(reason);
                })
            .onFailure(FailurePolicy.skip())
            .build()) {
      show(pipeline, browser);
      pipeline.put(1);

      browser.awaitText("#failures", "<script>document.title = 'broken'</script> ?");
      assertThat(browser.text("#failures")).contains("item skipped");
      assertThat(browser.run("return document.title;")).isEqualTo("orders: running");
      assertThat(browser.elements("main script")).isEmpty();
      pipeline.stop();
    }
  }

  @Test
  void shouldShowWhatWaitsInsideAStep(Browser browser) throws InterruptedException {
    CompletableFuture<Integer> answer = new CompletableFuture<>();
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("orders")
            .mapAsync(
                "price", 4, item -> item < 3 ? CompletableFuture.completedFuture(item) : answer)
            .sink("store", item -> hold())
            .workers(2)
            .keyed(item -> "all")
            .build()) {
      page.add(pipeline);
      pipeline.start();
      for (int item = 0; item < 5; item++) {
        pipeline.put(item);
      }
      browser.go(page, "orders");

      browser.awaitText("li:nth-child(1) .notes", "2 calls open");
      browser.awaitText("li:nth-child(2) .notes", "2 items wait for their keys");
      answer.complete(3);
      goOn.countDown();
      pipeline.stop();
    }
  }

  @Test
  void shouldShowAFailureWhileSomebodyLooks(Browser browser) throws InterruptedException {
    Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("orders")
            .map("parse", item -> 1_000 / item)
            .sink("store", item -> {})
            .whenFailed(failure -> {})
            .build();
    show(pipeline, browser);
    browser.awaitText("h1 + p", "running");
    pipeline.put(0);

    browser.awaitText("h1 + p", "failed");
    browser.awaitText(".failure", "/ by zero");
    browser.awaitText("#news", "health down");
    browser.awaitText("#failures", "the pipeline failed");
  }

  @Test
  void shouldSumUpAThousandWorkers(Browser browser) throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("orders").sink("store", item -> {}).workers(1_000).build()) {
      show(pipeline, browser);
      browser.awaitText("summary", "1,000 workers");

      assertThat(browser.elements(".cells li")).hasSize(128);
      assertThat(browser.element("details").getAttribute("open")).isNull();
      browser.element("summary").click();
      browser.awaitText("details", "and 872 more");
      browser.awaitText("details", "1,000 waiting");
      pipeline.stop();
    }
  }

  @Test
  void shouldShowFiftySteps(Browser browser) throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline = Pipelines.ofSteps("orders", 50)) {
      show(pipeline, browser);
      browser.await("document.querySelectorAll('.chart canvas').length === 150");

      assertThat(browser.elements(".steps > li")).hasSize(50);
      assertThat(browser.elements("#ledger tbody tr")).hasSize(50);
      pipeline.put(1);
      browser.awaitText("#ledger tbody tr:last-child", "last\t1\t0\t0\t1");
      pipeline.stop();
    }
  }

  @Test
  void shouldLeadToEachOfSeveralPipelines(Browser browser) {
    try (Pipeline<Integer, Void> first = Pipelines.idle("a/b");
        Pipeline<Integer, Void> second = Pipelines.idle("a/b");
        Pipeline<Integer, Void> third = Pipelines.idle("mails")) {
      page.add(first);
      page.add(second);
      browser.go(page.uri());
      browser.awaitText("main", "a/b-2");
      page.add(third);
      browser.awaitText("main", "mails"); // without a reload
      browser.element("tbody tr:nth-child(2) a").click();
      browser.awaitText("h1", "a/b-2");
      browser.element("nav a[href=pipelines]").click();
      browser.awaitText("h1", "Pipelines");
    }
  }

  @Test
  void shouldGoOnAfterARestartOfThePipeline(Browser browser) throws InterruptedException {
    try (Pipeline<Integer, Void> first = Pipelines.idle("orders")) {
      show(first, browser);
      browser.awaitText("h1 + p", "running");
      browser.await("document.querySelector('canvas') !== null");
      first.stop();
      browser.awaitText("h1 + p", "completed");
    }
    browser.run("document.querySelector('canvas').id = 'the-same';");
    try (Pipeline<Integer, Void> second = Pipelines.idle("orders")) {
      page.add(second);
      second.start();
      second.put(1);
      browser.awaitText("h1 + p", "running");
      browser.awaitText("#ledger + *, main", "1 item accepted");
      assertThat(browser.elements("#the-same")).hasSize(1);
      second.stop();
    }
  }

  @Test
  void shouldSayThatThePageIsOldAndGoOnWhenItIsBack(Browser browser) throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline = Pipelines.idle("orders")) {
      show(pipeline, browser);
      browser.awaitText("h1 + p", "running");
      page.close();
      browser.awaitText("#connection", "No connection to the program.");
      try (LivePage again = LivePage.builder().port(page.uri().getPort()).start()) {
        browser.awaitText("#connection", "This pipeline is shown here no more.");
        again.add(pipeline);
        browser.await("document.querySelector('#connection').textContent === ''");
        pipeline.put(1);
        browser.awaitText("main", "1 item accepted");
      }
      pipeline.stop();
    }
  }

  /** A screen reader would read out each change of a figure. */
  @Test
  void shouldAnnounceWhatMattersAndNotTheFigures(Browser browser) throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline = Pipelines.idle("orders")) {
      show(pipeline, browser);
      pipeline.put(1);
      browser.awaitText("#news", "Bottleneck");
      browser.run(
          "window.changes = 0;"
              + "new MutationObserver(() => window.changes++)"
              + ".observe(document.querySelector('#news'), {childList: true, subtree: true});");
      pipeline.put(1);
      browser.awaitText("main", "2 items accepted");
      pipeline.put(1);
      browser.awaitText("main", "3 items accepted");
      assertThat(browser.run("return window.changes;")).isEqualTo(0L);
      assertThat(browser.elements("main [aria-live], main [role=status]")).isEmpty();
      pipeline.stop();
      browser.awaitText("#news", "completed");
    }
  }

  @Test
  void shouldAskNothingWhileNobodySeesIt(Browser browser) throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline = Pipelines.idle("orders")) {
      page.add(pipeline);
      browser.go(page, "orders");
      browser.await("document.querySelector('canvas') !== null");
      browser.run("Object.defineProperty(document, 'hidden', {value: true, configurable: true});");
      browser.runAsync("setTimeout(arguments[0], 1500);"); // what was under way comes to its end
      Object before = asked(browser);
      long hidden = System.currentTimeMillis();
      Client client = new Client(page);
      Awaiting.await(() -> client.history("orders", hidden).get("atMillis").size() >= 3);
      assertThat(asked(browser)).isEqualTo(before);

      browser.run("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'));");
      Awaiting.await(() -> !asked(browser).equals(before));
    }
  }

  private static Object asked(Browser browser) {
    return Objects.requireNonNull(
        browser.run("return performance.getEntriesByType('resource').length;"));
  }
}

package io.paipa.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Pipeline;
import io.paipa.RateLimiter;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What somebody sees, in a real browser, of a pipeline that its user holds back. */
@ExtendWith(OneBrowser.class)
class HeldBackPictureTest {
  private final RateLimiter limiter = Pipelines.oneAnHour();
  private final Pipeline<Integer, Void> pipeline = Pipelines.rated("orders", limiter);
  private final LivePage page = LivePage.builder().port(0).start();

  @AfterEach
  void close() {
    pipeline.abort(); // a finish would keep to the rate
    page.close();
  }

  @Test
  void shouldShowAPauseWhileSomebodyLooks(Browser browser) throws InterruptedException {
    page.add(pipeline);
    pipeline.putQueue(new LinkedBlockingQueue<>());
    pipeline.start();
    browser.go(page, "orders");
    browser.awaitText("#sources", "goes on");
    pipeline.pause();

    browser.awaitText("h1 + p", "paused; started ");
    browser.awaitText("#sources", "paused");
    browser.awaitText("#news", "Pipeline orders: paused, health up");
    assertThat(browser.run("return document.title;")).isEqualTo("orders: paused");
    pipeline.resume();
    browser.awaitText("h1 + p", "running for ");
    browser.awaitText("#sources", "goes on");
    pipeline.stop();
  }

  @Test
  void shouldShowAStepThatItsRateHolds(Browser browser) throws InterruptedException {
    page.add(pipeline);
    pipeline.start();
    Pipelines.fill(pipeline);
    browser.go(page, "orders");

    browser.await("document.querySelectorAll('li:nth-child(2) .cells .HELD').length === 1");
    assertThat(browser.text("li:nth-child(2) details")).contains("1 held by the rate");
    assertThat(browser.elements("li:nth-child(1) .cells .HELD")).isEmpty();
    browser.await("/held [1-9]/.test(document.querySelector('li:nth-child(2) .parts').innerText)");
    browser.await(
        "parseFloat(document.querySelector('li:nth-child(2) .bar .held').getAttribute('width'))"
            + " > 0");
    assertThat(colour(browser, ".cells .HELD", "backgroundColor"))
        .isEqualTo(colour(browser, ".bar .held", "fill"))
        .isNotEqualTo(colour(browser, ".bar .waiting", "fill"))
        .isNotEqualTo(colour(browser, ".bar .busy", "fill"));
    browser.awaitText("#news", "health up. Bottleneck: the rate of step store");
    Pipelines.letGo(limiter);
    browser.await("document.querySelectorAll('.cells .HELD').length === 0");
    pipeline.stop();
  }

  private static Object colour(Browser browser, String selector, String property) {
    return String.valueOf(
        browser.run(
            "return getComputedStyle(document.querySelector(arguments[0]))[arguments[1]];",
            selector,
            property));
  }
}

package io.paipa.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Pipeline;
import io.paipa.Skip;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/** The page is for everybody: any width, either mode, a keyboard, a reader, no JavaScript. */
@ExtendWith(OneBrowser.class)
class AccessTest {
  private final LivePage page = LivePage.builder().port(0).start();
  private final Pipeline<Integer, Void> orders = LivingExample.orders();

  @BeforeEach
  void start() {
    page.add(orders);
    orders.start();
  }

  @AfterEach
  void close() {
    orders.abort();
    page.close();
  }

  private static List<String> violations(Browser browser) throws IOException {
    try (InputStream axe = AccessTest.class.getResourceAsStream("/axe.min.js")) {
      browser.run(new String(Objects.requireNonNull(axe).readAllBytes(), StandardCharsets.UTF_8));
    }
    Object found =
        browser.runAsync(
            "const done = arguments[0]; axe.run(document).then(result =>"
                + " done(result.violations.map(of => of.id + ': ' + of.nodes.map(node =>"
                + " node.html).join(' | '))));");
    List<String> words = new ArrayList<>();
    for (Object each : (List<?>) Objects.requireNonNull(found)) {
      words.add(String.valueOf(each));
    }
    return words;
  }

  @Test
  void shouldHaveNoBarriers(Browser browser) throws IOException {
    browser.go(page, "orders");
    browser.awaitText("#failures", "connection to db-2");
    assertNoViolations(browser);
    browser.go(page.uri().resolve("pipelines"));
    browser.awaitText("main", "orders");
    assertNoViolations(browser);
  }

  private static void assertNoViolations(Browser browser) throws IOException {
    browser.mode("light");
    browser.width(1_400);
    assertThat(violations(browser)).isEmpty();
    browser.mode("dark");
    browser.width(360);
    assertThat(violations(browser)).isEmpty();
  }

  @Test
  void shouldFollowTheModeOfTheSystem(Browser browser) {
    browser.mode("light");
    browser.go(page, "orders");
    browser.await("document.querySelector('canvas') !== null");
    assertThat(paper(browser)).isEqualTo("rgb(246, 247, 249)");
    browser.mode("dark");
    assertThat(paper(browser)).isEqualTo("rgb(18, 22, 28)");
    // The charts are drawn anew, in the other colours.
    browser.await(
        "[...document.querySelector('[data-chart=rate] canvas').getContext('2d')"
            + ".getImageData(0, 0, 600, 100).data].some((value, i, all) => i % 4 === 0"
            + " && all[i] === 111 && all[i + 1] === 171 && all[i + 2] === 232)");
  }

  private static Object paper(Browser browser) {
    return Objects.requireNonNull(
        browser.run("return getComputedStyle(document.body).backgroundColor;"));
  }

  @Test
  void shouldNeverScrollSideways(Browser browser) throws InterruptedException {
    String longName = "a-very-long-name-without-a-gap".repeat(7).substring(0, 200);
    try (Pipeline<Integer, Void> strange =
        Pipeline.<Integer>named(longName)
            .map(longName, item -> item)
            .sink("store", item -> {})
            .build()) {
      page.add(strange);
      for (String name : List.of("orders", longName)) {
        browser.go(page, name);
        browser.await("document.querySelector('canvas') !== null");
        for (int width : List.of(320, 360, 480, 481, 800, 1_400)) {
          browser.width(width);
          browser.await("document.documentElement.scrollWidth === arguments[0]", width);
        }
      }
    }
  }

  @Test
  void shouldBeUsableByKeyboard(Browser browser) {
    browser.go(page, "orders");
    browser.awaitText("#failures", "connection to db-2");
    List<String> reached = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      browser.press(Keys.TAB);
      reached.add(focused(browser));
    }
    assertThat(reached)
        .startsWith("Ledger", "Dump", "All pipelines")
        .contains(
            "1 worker", "2 workers", "6 workers", "8 workers", "failures", "ledger", "sources");
  }

  private static String focused(Browser browser) {
    return String.valueOf(
        browser.run(
            "const at = document.activeElement; return at.id !== '' ? at.id : at.innerText;"));
  }

  /** The page is made anew each second around what somebody does in it. */
  @Test
  void shouldKeepTheFocusAndWhatIsFolded(Browser browser) {
    browser.go(page, "orders");
    browser.await("document.querySelector('canvas') !== null");
    for (int i = 0; i < 5; i++) {
      browser.press(Keys.TAB);
    }
    assertThat(focused(browser)).isEqualTo("2 workers");
    browser.press(Keys.ENTER);
    String seen = browser.text("h1 + p");
    Awaiting.await(() -> !browser.text("h1 + p").equals(seen));

    assertThat(focused(browser)).isEqualTo("2 workers");
    assertThat(browser.run("return document.activeElement.parentElement.open;")).isEqualTo(false);
  }

  /** Words come to the step that somebody is at. */
  @Test
  void shouldKeepTheFocusWhereSomethingNewIsSaid(Browser browser) throws InterruptedException {
    try (Pipeline<Integer, Void> mails =
        Pipeline.<Integer>named("mails")
            .sink(
                "send",
                item -> {
                  throw Skip.item();
                })
            .build()) {
      page.add(mails);
      mails.start();
      browser.go(page, "mails");
      browser.await("document.querySelector('canvas') !== null");
      browser.run("document.querySelector('summary').focus();");
      browser.run("document.querySelector('canvas').id = 'the-same';");
      mails.put(1);
      browser.awaitText(".notes", "1 skipped");

      assertThat(focused(browser)).isEqualTo("1 worker");
      assertThat(browser.elements("#the-same")).hasSize(1);
      mails.stop();
    }
  }

  @Test
  void shouldShowTheSameWithoutScripts(Browser browser) {
    browser.scripts(false);
    browser.go(page, "orders");

    assertThat(browser.text("#ledger")).contains("parse", "check", "price", "pack", "store");
    assertThat(browser.text(".steps")).contains("items/s", "busy");
    assertThat(browser.element(".chart").isDisplayed()).isFalse();
    String first = browser.text("h1 + p");
    Awaiting.await(() -> !browser.text("h1 + p").equals(first)); // it reloads by itself
  }

  @Test
  void shouldAskNobodyElseAndKeepItsPolicy(Browser browser) {
    browser.go(page, "orders");
    browser.await("document.querySelector('canvas') !== null");
    browser.mode("dark");
    browser.element("nav a[href=pipelines]").click();
    browser.awaitText("h1", "Pipelines");

    assertThat(browser.network())
        .hasSizeGreaterThan(8)
        .allSatisfy(request -> assertThat(request).contains("\"url\":\"" + page.uri()));
    assertThat(browser.console()).isEmpty();
  }
}

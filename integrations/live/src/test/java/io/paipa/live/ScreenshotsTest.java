package io.paipa.live;

import io.paipa.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** Makes pictures of a living example: {@code -Dscreenshots=folder} says where to. */
@EnabledIfSystemProperty(named = "screenshots", matches = ".+")
@ExtendWith(OneBrowser.class)
class ScreenshotsTest {
  private static final Duration LIFE = Duration.ofSeconds(Integer.getInteger("seconds", 100));

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void shouldBeLookedAt(Browser browser) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Path.of(System.getProperty("screenshots")));
    try (LivePage page = LivePage.builder().port(0).start();
        Pipeline<Integer, Void> orders = LivingExample.orders()) {
      page.add(orders);
      orders.start();
      orders.awaitTermination(LIFE);
      for (String mode : List.of("light", "dark")) {
        browser.mode(mode);
        for (int width : List.of(360, 800, 1_400)) {
          browser.width(width);
          browser.go(page, "orders");
          Awaiting.await(() -> browser.text("main").contains("bottleneck"));
          Awaiting.await(() -> !browser.elements(".chart canvas").isEmpty());
          browser.wholePage(width);
          Files.write(folder.resolve(mode + "-" + width + ".png"), browser.screenshot());
        }
      }
      orders.abort();
    }
  }
}

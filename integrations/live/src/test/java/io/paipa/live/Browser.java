package io.paipa.live;

import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * Debian's Chromium, without a window. Nothing is fetched: where it is missing, tests are skipped.
 */
final class Browser implements AutoCloseable {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  static boolean isThere() {
    return Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
  }

  static Browser open() {
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox", // it can't have one where the tests run as root
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--hide-scrollbars",
        "--window-size=1400,1000");
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(DRIVER.toFile())
            .withLogFile(new File("target/chromedriver.log"))
            .usingAnyFreePort()
            .build();
    Browser browser = new Browser(new ChromeDriver(service, options));
    browser.width(1_400);
    return browser;
  }

  void go(URI address) {
    driver.get(address.toString());
  }

  /** The page of a pipeline. */
  void go(LivePage page, String name) {
    go(page.uri().resolve(Summary.address("pipeline", name)));
  }

  private void command(String name, Map<String, Object> parameters) {
    driver.executeCdpCommand(name, parameters);
  }

  void width(int pixels) {
    size(pixels, 1_000);
  }

  /** Makes the window as high as the page. */
  void wholePage(int width) {
    Object height = run("return document.documentElement.scrollHeight;");
    size(width, ((Number) Objects.requireNonNull(height)).intValue());
  }

  private void size(int pixels, int height) {
    command(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", pixels, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  void mode(String lightOrDark) {
    command(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", lightOrDark))));
  }

  void scripts(boolean allowed) {
    command("Emulation.setScriptExecutionDisabled", Map.of("value", !allowed));
  }

  WebElement element(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  List<WebElement> elements(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  /**
   * The text of an element as it is now, however often it is made anew; empty if it is not there.
   */
  String text(String selector) {
    Object text =
        run(
            "const found = document.querySelector(arguments[0]);"
                + "return found === null ? '' : found.innerText;",
            selector);
    return String.valueOf(text);
  }

  @Nullable Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  @Nullable Object runAsync(String script, Object... arguments) {
    return driver.executeAsyncScript(script, arguments);
  }

  void press(CharSequence keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  /** What the page has written to the console, violations of its policy among it. */
  List<String> console() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::getMessage)
        .toList();
  }

  /** What has happened on the network, as JSON. */
  List<String> network() {
    return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
        .map(LogEntry::getMessage)
        .filter(message -> message.contains("Network.requestWillBeSent\""))
        .toList();
  }

  /** Whether the page has come to what a condition in JavaScript says. */
  void await(String condition, Object... arguments) {
    Awaiting.await(() -> Boolean.TRUE.equals(run("return " + condition + ";", arguments)));
  }

  /** Waits until a part of the page has some words. */
  void awaitText(String selector, String words) {
    try {
      Awaiting.await(() -> text(selector).contains(words));
    } catch (AssertionError e) {
      throw new AssertionError(selector + " is: " + text(selector), e);
    }
  }

  byte[] screenshot() {
    return driver.getScreenshotAs(OutputType.BYTES);
  }

  /** Forgets what the test before has set. */
  void reset() {
    scripts(true);
    mode("light");
    width(1_400);
    driver.get("about:blank");
    console();
    network();
  }

  @Override
  public void close() {
    driver.quit();
  }
}

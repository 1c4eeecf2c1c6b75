package io.paipa.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask, how, and what a browser may do with the answer. */
class RequestRulesTest {
  private final LivePage page = LivePage.builder().port(0).allowHost("Status.Example.org").start();
  private final Client client = new Client(page);

  @AfterEach
  void close() {
    page.close();
  }

  private int statusFor(String hostHeaders) throws IOException {
    return RawClient.status(
        page.uri(), "GET /pipelines HTTP/1.1\r\n" + hostHeaders + "Connection: close\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:7447",
        "LOCALHOST",
        "localhost.",
        "127.0.0.1:1234",
        "[::1]:80",
        "status.example.org",
        "status.example.org:8443"
      })
  void shouldAnswerUnderNamesOfThisMachine(String host) throws IOException {
    assertThat(statusFor("Host: " + host + "\r\n")).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.2",
        "[::2]",
        "[",
        "[evil.example]",
        "example.org",
        ":80",
        ""
      })
  void shouldRefuseForeignHosts(String host) throws IOException {
    assertThat(statusFor("Host: " + host + "\r\n")).isEqualTo(403);
  }

  @Test
  void shouldRefuseNoHostAndTwoHosts() throws IOException {
    assertThat(statusFor("")).isEqualTo(403);
    assertThat(statusFor("Host: localhost\r\nHost: localhost\r\n")).isEqualTo(403);
  }

  @Test
  void shouldSayHowAHostIsAllowed() throws IOException {
    try (RawClient raw = new RawClient(page.uri())) {
      raw.send("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
      assertThat(raw.readAll()).contains("evil.example", "LivePage.builder().allowHost(…)");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"})
  void shouldRefuseOtherMethods(String method) {
    HttpResponse<String> answer = client.ask(method, "/pipelines");

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
  }

  @Test
  void shouldAnswerHeadWithoutABody() {
    HttpResponse<String> answer = client.ask("HEAD", "/pipelines");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.headers().firstValue("Content-Length"))
        .contains(String.valueOf(client.body("/pipelines").length()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/pipelines", "/live.js", "/live.css", "/history.json", "/nothing", "/?%zz"})
  void shouldTellTheBrowserToTrustNobodyElse(String address) throws IOException {
    try (RawClient raw = new RawClient(page.uri())) {
      raw.send("GET " + address + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      String answer = raw.readAll();
      if (!answer.contains(" 400 ")) { // the JDK's server may refuse it by itself
        assertThat(
                answer
                    .lines()
                    .map(
                        line ->
                            line.replaceAll(
                                "(?i)^content-security-policy", "Content-Security-Policy")))
            .anyMatch(
                line ->
                    line.startsWith(
                        "Content-Security-Policy: default-src 'none'; script-src 'self'"))
            .anyMatch(line -> line.contains("frame-ancestors 'none'"))
            .anyMatch("X-content-type-options: nosniff"::equalsIgnoreCase)
            .anyMatch("Cache-control: no-store"::equalsIgnoreCase)
            .anyMatch("Referrer-policy: no-referrer"::equalsIgnoreCase)
            .anyMatch("Cross-origin-resource-policy: same-origin"::equalsIgnoreCase)
            .noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("access-control"));
      }
    }
  }

  @Test
  void shouldSayWhatThereIsWhereSomethingIsNot() throws InterruptedException {
    try (var orders = Pipelines.idle("orders")) {
      page.add(orders);
      for (String address :
          List.of("/pipeline?name=gone", "/dump.txt?name=", "/elsewhere", "/../live.css")) {
        HttpResponse<String> answer = client.get(address);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("pipeline?name=orders");
      }
      assertThat(client.body("/pipeline?name=gone"))
          .contains("No pipeline named 'gone' is shown here.");
    }
  }

  @Test
  void shouldLeadToTheOnlyPipelineOrToTheList() {
    assertThat(client.get("/").headers().firstValue("Location")).contains("pipelines");
    try (var orders = Pipelines.idle("a b");
        var others = Pipelines.idle("others")) {
      page.add(orders);
      assertThat(client.get("/").headers().firstValue("Location")).contains("pipeline?name=a+b");
      page.add(others);
      assertThat(client.get("/").headers().firstValue("Location")).contains("pipelines");
      assertThat(client.body("/pipelines")).contains("pipeline?name=a+b", "pipeline?name=others");
    }
  }

  @Test
  void shouldNeedNothingOfAnotherHost() {
    for (String asset :
        List.of(
            "/live.js",
            "/charts.js",
            "/morph.js",
            "/live.css",
            "/uplot/uPlot.iife.min.js",
            "/uplot/uPlot.min.css",
            "/icon.svg")) {
      HttpResponse<String> answer = client.get(asset);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isNotBlank();
    }
  }
}

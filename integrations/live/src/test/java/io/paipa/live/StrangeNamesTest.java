package io.paipa.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Pipeline;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names of pipelines and steps are text, whatever is in them. */
class StrangeNamesTest {
  static Stream<String> names() {
    return Stream.of(
        "a/b",
        "..",
        ".",
        "%2e%2e",
        "a b",
        "\"quoted\" & 'so'",
        "<script>alert(1)</script>",
        "</title><img src=x onerror=alert(1)>",
        "a?b#c&name=d=e;f+g",
        "überweisung 😀 \u202e right",
        "half a character \ud83d",
        "null \u0000 and line\nbreak",
        "x".repeat(200));
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldBeShownAsTheyAre(String name) throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
            Pipeline.<Integer>named(name).sink(name, item -> {}).build();
        LivePage page = LivePage.builder().port(0).start()) {
      page.add(pipeline);
      pipeline.start();
      Client client = new Client(page);

      String target = client.get("/").headers().firstValue("Location").orElseThrow();
      String shown = client.body("/" + target);
      assertThat(shown).contains("<h1>" + escaped(name) + "</h1>");
      assertThat(shown).doesNotContain("<script>alert").doesNotContain("<img");
      assertThat(client.body("/pipelines")).contains(">" + escaped(name) + "</a>");
      assertThat(client.get("/" + target.replace("pipeline?", "dump.txt?")).statusCode())
          .isEqualTo(200);
      String history = "/" + target.replace("pipeline?", "history.json?");
      assertThat(client.body(history)).contains("itemsPerSecond");
      pipeline.stop();
    }
  }

  private static String escaped(String name) {
    return name.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('\ud83d' + "", name.contains("😀") ? "\ud83d" : "?");
  }
}

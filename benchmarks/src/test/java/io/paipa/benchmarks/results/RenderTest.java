package io.paipa.benchmarks.results;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The texts and charts are made from the JSON alone. */
class RenderTest {
  private static final String BEFORE = "# Title\n\n" + MarkedSection.BEGIN;
  private static final String AFTER = MarkedSection.END + "\n\nThe end.\n";

  @TempDir Path folder = Path.of("");

  @Test
  void shouldReplaceTheSectionAndNothingElse() throws Exception {
    Path results = Fixture.copy(folder);
    Path readme = Files.writeString(folder.resolve("README.md"), BEFORE + "old\n" + AFTER);

    assertThat(render(results, readme)).isZero();

    String text = Files.readString(readme);
    assertThat(text)
        .startsWith(BEFORE)
        .endsWith(AFTER)
        .doesNotContain("old\n")
        .contains("(iterator, JDK 17, 2 cores, 2026-11-30)")
        .contains("targets it reaches")
        .contains("](jmh-results/throughput-jdk17.svg)")
        .doesNotContain("|");
    assertThat(Files.readString(results.resolve("README.md")))
        .contains(
            "JDK 17: 2026-11-30, commit 1234567, and 7654321 for Allocation, AMD EPYC, 2 cores")
        .contains("2 rounds")
        .contains("| bytes allocated per item, plain run | ≤ 0.1 | ≤ 0.1 |")
        .contains(
            "### Throughput, iterator, capacity 1024", "### Latency", "### StepCost.tokens100")
        .contains("| feature | ops/s | / plain |");
    assertThat(render(results, readme)).isZero();
    assertThat(Files.readString(readme)).isEqualTo(text);
  }

  @Test
  void shouldDrawEachChart() throws Exception {
    Path results = Fixture.copy(folder);
    Path readme = Files.writeString(folder.resolve("README.md"), BEFORE + AFTER);

    assertThat(render(results, readme)).isZero();

    for (String name : Charts.NAMES) {
      Document chart = parse(results.resolve(Charts.file(name, 17)));
      assertThat(chart.getDocumentElement().getTagName()).isEqualTo("svg");
      assertThat(chart.getDocumentElement().getTextContent())
          .contains(name.startsWith("latency") ? "Latency at 100,000 items a second" : "paipa");
    }
  }

  /** In these short runs two engines did. */
  @Test
  void shouldShowOnlyWhatKeptUpTheRate() throws Exception {
    Path results = Fixture.copy(folder);
    Path readme = Files.writeString(folder.resolve("README.md"), BEFORE + AFTER);

    assertThat(render(results, readme)).isZero();

    assertThat(parse(results.resolve(Charts.file("latency-1-hop", 17))).getDocumentElement())
        .extracting(Element::getTextContent, as(STRING))
        .contains(Engines.RAW_BLOCKING, Engines.QUEUE)
        .doesNotContain("paipa");
  }

  private static Document parse(Path file) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    // The document type is known; nobody should ask the web for it.
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    return factory.newDocumentBuilder().parse(file.toFile());
  }

  @Test
  void shouldShowTheNewestOfEachJdk() throws Exception {
    Path results = Fixture.copy(folder);
    Files.move(results.resolve(Fixture.FOLDER), results.resolve("2026-12-01-jdk17-other"));
    Fixture.copy(folder);

    assertThat(new Archive(results).newest()).hasSize(1);
    assertThat(new Summary(new Archive(results).newest(), "").text(2)).contains("JDK 17");
  }

  @Test
  void shouldSayThatNothingIsPublishedYet() throws Exception {
    Path readme = Files.writeString(folder.resolve("README.md"), BEFORE + AFTER);

    assertThat(render(folder.resolve("none"), readme)).isZero();

    assertThat(Files.readString(readme)).contains("No results are published yet.");
  }

  @Test
  void shouldRefuseAReadmeWithoutTheSection() throws Exception {
    Path readme = Files.writeString(folder.resolve("README.md"), "# Title\n");

    assertThat(render(Fixture.copy(folder), readme)).isEqualTo(1);

    assertThat(Files.readString(readme)).isEqualTo("# Title\n");
  }

  private static int render(Path results, Path readme) {
    return Commands.run("render", "--results", results.toString(), "--readme", readme.toString());
  }
}

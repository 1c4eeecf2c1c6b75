package io.paipa.benchmarks.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is committed is what the command render makes of the committed JSON. */
class CommittedResultsTest {
  private static final Path ROOT = Path.of("..");

  private final Archive archive = new Archive(ROOT.resolve("jmh-results"));

  @Test
  void shouldStandInTheReadmeAsRendered() throws Exception {
    String readme = Files.readString(ROOT.resolve("README.md"));
    String rendered = new Summary(archive.newest(), Render.FOLDER).brief();

    assertThat(readme).isEqualTo(MarkedSection.replaced(readme, rendered));
  }

  @Test
  void shouldStandInTheFolderOfResultsAsRendered() throws Exception {
    assertThat(archive.root().resolve("README.md")).hasContent(archive.readme());
  }

  @Test
  void shouldHaveTheChartsThatTheReadmeShows() throws Exception {
    for (Results results : archive.newest()) {
      for (String name : Charts.NAMES) {
        assertThat(archive.root().resolve(Charts.file(name, results.about().jdk()))).exists();
      }
    }
  }

  @Test
  void shouldHaveABaselineOfTheGuard() throws Exception {
    Baseline baseline = Baseline.read(archive.root().resolve("guard.json"), 17);

    assertThat(baseline.ratios().values()).allMatch(ratio -> ratio > 0);
    for (Exact what : Exact.values()) {
      assertThat(baseline.exact(what).values()).isNotEmpty().noneMatch(what::isTooMuch);
    }
  }
}

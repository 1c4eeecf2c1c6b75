package io.paipa.benchmarks.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Bad arguments give one line that says what is wrong. */
class CommandsTest {
  @Test
  void shouldTellItsCommandsFromArgumentsOfJmh() {
    assertThat(Commands.has("guard", "--short")).isTrue();
    assertThat(Commands.has("PipelineThroughput", "-f", "1")).isFalse();
    assertThat(Commands.has()).isFalse();
  }

  @Test
  void shouldRefuseBadArgumentsInOneLine() {
    shouldSay("guard: Unknown option: '--fast'", "guard", "--fast");
    shouldSay("guard: --short records too little for --update", "guard", "--short", "--update");
    shouldSay(
        "guard: there is no none.json; guard --update writes it",
        "guard",
        "--baseline",
        "none.json");
    shouldSay("compare: Missing required parameter: 'JAR'", "compare");
    shouldSay("compare: there is no old.jar; give the benchmarks.jar", "compare", "old.jar");
    shouldSay("compare: --forks 0: at least 1 is needed", "compare", "old.jar", "--forks", "0");
    shouldSay("published: --rounds 0: at least 1 is needed", "published", "--rounds", "0");
    shouldSay("published: --seconds 0.0: more than 0 are needed", "published", "--seconds", "0");
    shouldSay("published: --only Throughput: the set has ", "published", "--only", "Throughput");
    shouldSay(
        "published: Invalid value for option '--rounds': 'three'",
        "published",
        "--rounds",
        "three");
  }

  private static void shouldSay(String start, String... args) {
    StringWriter err = new StringWriter();
    CommandLine line = Commands.commandLine().setErr(new PrintWriter(err, true));

    assertThat(line.execute(args)).isEqualTo(2);
    assertThat(err.toString().strip()).startsWith(start).hasLineCount(1);
  }

  @Test
  void shouldFailInOneLine() {
    StringWriter err = new StringWriter();
    CommandLine line = Commands.commandLine().setErr(new PrintWriter(err, true));

    assertThat(line.execute("render", "--readme", "none.md")).isEqualTo(1);
    assertThat(err.toString().strip()).contains("none.md").hasLineCount(1);
  }
}

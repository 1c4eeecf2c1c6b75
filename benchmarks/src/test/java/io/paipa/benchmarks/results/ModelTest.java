package io.paipa.benchmarks.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** The command writes what the model says for the costs it was given, and refuses bad ones. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ModelTest {
  private static final List<String> COSTS =
      List.of(
          "--take-nanos=5",
          "--contended-nanos=100",
          "--batch-nanos=200",
          "--copy-nanos=0.5",
          "--wake-nanos=5000");

  @Test
  void shouldWriteATableForTheCostsThatAreGiven() {
    List<String> args = new ArrayList<>(List.of("model", "--cores", "4,64"));
    args.addAll(List.of("--item-nanos", "500,20000", "--ahead", "1,16"));
    args.addAll(COSTS);
    StringWriter out = new StringWriter();
    CommandLine line = Commands.commandLine().setOut(new PrintWriter(out));

    assertThat(line.execute(args.toArray(new String[0]))).isZero();
    assertThat(out.toString())
        .startsWith("A model, ")
        .contains("| cores | item | ahead 1 | ahead 16 |")
        .containsPattern("\\| 64 \\| 20\\.0 µs \\| 6\\d\\.\\d, \\d+ % \\|")
        .contains("| 64 | 320 µs |")
        .doesNotContain("two by turns");
  }

  @Test
  void shouldRefuseBadOptionsInOneLine() {
    shouldSay("model: --cores 0: it has to be from 1 to 1,000,000", "--cores", "4,0");
    shouldSay("model: --item-nanos -5: it has to be from 1 to 1,000,000", "--item-nanos=-5");
    shouldSay("model: --ahead 2000000: it has to be from 1 to 1,000,000", "--ahead", "2000000");
    shouldSay("model: --take-nanos -1.0: 0 or more is needed", "--take-nanos=-1");
    shouldSay("model: --contended-nanos NaN: 0 or more is needed", "--contended-nanos=NaN");
    shouldSay("model: Invalid value for option '--cores'", "--cores", "all");
  }

  private static void shouldSay(String start, String... args) {
    List<String> all = new ArrayList<>(List.of("model"));
    all.addAll(List.of(args));
    StringWriter err = new StringWriter();
    CommandLine line = Commands.commandLine().setErr(new PrintWriter(err, true));

    assertThat(line.execute(all.toArray(new String[0]))).isEqualTo(2);
    assertThat(err.toString().strip()).startsWith(start).hasLineCount(1);
  }
}

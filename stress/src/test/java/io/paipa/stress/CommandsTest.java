package io.paipa.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.stress.chaos.ChaosCommand;
import io.paipa.stress.chaos.ReplayCommand;
import io.paipa.stress.delays.DelaysCommand;
import io.paipa.stress.lifecycle.LifecycleCommand;
import io.paipa.stress.soak.SoakCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What makes no sense is refused before anything runs, and it is said what would. */
class CommandsTest {
  static Stream<Arguments> refused() {
    String wholeNumber = " is not a whole number from 1";
    return Stream.of(
        Arguments.of(new ChaosCommand(), "--scenarios=0", "'0'" + wholeNumber),
        Arguments.of(new ChaosCommand(), "--scenarios=1.5", "'1.5'" + wholeNumber),
        Arguments.of(new ChaosCommand(), "--deadline=-1", "'-1'" + wholeNumber),
        Arguments.of(new ReplayCommand(), "--seed=1 --times=0", "'0'" + wholeNumber),
        Arguments.of(
            new ReplayCommand(), "--seed=1 --reduce=99999", "--reduce: no number 99999 among the "),
        Arguments.of(new LifecycleCommand(), "--every=0", "'0'" + wholeNumber),
        Arguments.of(new DelaysCommand(), "--seconds=0", "'0'" + wholeNumber),
        Arguments.of(new SoakCommand(), "--minutes=0", "'0' is not a number of minutes"),
        Arguments.of(new SoakCommand(), "--minutes=NaN", "'NaN' is not a number of minutes"),
        Arguments.of(
            new SoakCommand(), "--chart=/no/such/folder/soak.svg", "--chart can't be written: "));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("refused")
  void shouldRefuse(Callable<Integer> command, String args, String message) {
    StringWriter err = new StringWriter();
    CommandLine line = new CommandLine(command).setErr(new PrintWriter(err, true));
    assertThat(line.execute(args.split(" "))).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString().lines().findFirst().orElse("")).contains(message);
  }
}

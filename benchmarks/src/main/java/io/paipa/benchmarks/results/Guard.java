package io.paipa.benchmarks.results;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Fails when the hot path got worse. What looks worse is measured again, as long as there is time:
 * a machine that is busy for a moment is no regression.
 */
@Command(
    name = "guard",
    description = {
      "Compares throughput, as a ratio to a tuned Disruptor's, with what is committed, and sees"
          + " that a plain run neither allocates nor waits for a lock. The exit code is 1, with a"
          + " line for each regression, if one got worse."
    })
final class Guard implements Callable<Integer> {
  private static final int ROUNDS = 3;
  private static final int SHORT_ROUNDS = 2;
  private static final int MORE_ROUNDS = 3;
  private static final double TOLERANCE = 0.3;
  private static final double SHORT_TOLERANCE = 0.5;

  /** After so long, the short form begins nothing new, however busy the machine is. */
  private static final Duration SHORT_LIMIT = Duration.ofSeconds(95);

  private static final Duration LIMIT = Duration.ofMinutes(20);

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--short",
      description = "At most two minutes, with a tolerance that a busy machine does not trip.")
  private boolean isShort;

  @Option(names = "--update", description = "Records what is measured; compares nothing.")
  private boolean isUpdate;

  @Option(
      names = "--baseline",
      paramLabel = "FILE",
      description = "What is committed. Default: ${DEFAULT-VALUE}.")
  private Path file = Path.of("jmh-results", "guard.json");

  @Override
  public Integer call() throws IOException, FailedRunException {
    if (isShort && isUpdate) {
      throw wrong("--short records too little for --update");
    }
    if (!isUpdate && !Files.exists(file)) {
      throw wrong("there is no " + file + "; guard --update writes it");
    }
    // It sees itself whether others keep the processors busy, other runs of JMH among them.
    System.setProperty("jmh.ignoreLock", "true");
    PrintWriter console = Objects.requireNonNull(spec).commandLine().getOut();
    try (Jmh jmh = new Jmh()) {
      GuardSet set = new GuardSet(isShort);
      GuardRun run = new GuardRun(jmh, set, isShort ? SHORT_LIMIT : LIMIT);
      return isUpdate ? update(run, set, console) : compare(run, set, console);
    } finally {
      console.flush();
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }

  private int update(GuardRun run, GuardSet set, PrintWriter console)
      throws IOException, FailedRunException {
    measure(run, set);
    for (int more = 0; more < MORE_ROUNDS && !run.unclear().isEmpty(); more++) {
      run.measure(run.unclear(), more);
    }
    if (!run.unclear().isEmpty()) {
      console.println(
          "Nothing recorded: other programs keep the processors busy, while measuring "
              + String.join(", ", run.unclear()));
      return 1;
    }
    run.toRecord().write(file);
    console.println("Recorded in " + file);
    return 0;
  }

  private void measure(GuardRun run, GuardSet set) throws IOException, FailedRunException {
    for (Exact what : Exact.values()) {
      run.measure(what, set);
    }
    for (int round = 0; round < (isShort ? SHORT_ROUNDS : ROUNDS); round++) {
      run.measure(run.places(), round);
    }
  }

  private int compare(GuardRun run, GuardSet set, PrintWriter console)
      throws IOException, FailedRunException {
    Verdicts verdicts =
        new Verdicts(
            Baseline.read(file, Machine.jdk()),
            Machine.cores(),
            isShort ? SHORT_TOLERANCE : TOLERANCE);
    measure(run, set);
    List<String> again = again(run, verdicts);
    for (int more = 0; more < MORE_ROUNDS && !again.isEmpty(); more++) {
      run.measure(again, more);
      again = again(run, verdicts);
    }
    return say(run, verdicts, console);
  }

  private static String clear(GuardRun run) {
    return run.unclear().isEmpty()
        ? "The hot path is no worse"
        : "No regression was seen, and " + run.unclear().size() + " places could not be compared";
  }

  /** What looks worse, and what could not be seen. */
  private static List<String> again(GuardRun run, Verdicts verdicts) throws IOException {
    List<String> again = new ArrayList<>(run.unclear());
    again.addAll(verdicts.suspects(run.measured()));
    return again;
  }

  private int say(GuardRun run, Verdicts verdicts, PrintWriter console) throws IOException {
    for (String place : run.places()) {
      console.println("throughput, " + place + ": " + run.text(place));
    }
    run.exact()
        .forEach(
            (what, places) ->
                places.forEach((place, value) -> console.println(what.text(place, value))));
    List<String> unknown = verdicts.unknown(run.places());
    if (!unknown.isEmpty()) {
      console.println(
          "Not recorded, and so not compared: "
              + String.join(", ", unknown)
              + "; guard --update on a quiet machine records them");
    }
    if (!verdicts.areRatiosComparable()) {
      console.println(
          "Recorded with "
              + verdicts.recorded().cores()
              + " cores, here are "
              + verdicts.cores()
              + ": throughput is shown, and not compared");
    }
    List<String> regressions = verdicts.regressions(run.measured());
    regressions.forEach(console::println);
    console.println(regressions.isEmpty() ? clear(run) : "The hot path got worse");
    return regressions.isEmpty() ? 0 : 1;
  }
}

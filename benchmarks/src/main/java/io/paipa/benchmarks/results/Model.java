package io.paipa.benchmarks.results;

import io.paipa.benchmarks.model.StepModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * One step on more cores than there are at hand: when does the word that its workers share become
 * the limit, and what does {@code claimAhead} change? The answer is a model's.
 */
@Command(
    name = "model",
    description =
        "Measures what it costs to take an item, and simulates a step on more cores: the speed-up"
            + " over one worker, and from which cost of an item on the cores are used.")
final class Model implements Callable<Integer> {
  private static final int MOST = 1_000_000;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--cores",
      split = ",",
      paramLabel = "N",
      description = "Default: ${DEFAULT-VALUE}.")
  private List<Integer> cores = List.of(2, 4, 8, 16, 32, 64);

  @Option(
      names = "--item-nanos",
      split = ",",
      paramLabel = "NANOS",
      description = "What an item costs. Default: ${DEFAULT-VALUE}.")
  private List<Integer> itemNanos = List.of(100, 300, 1_000, 3_000, 10_000, 30_000);

  @Option(
      names = "--ahead",
      split = ",",
      paramLabel = "ITEMS",
      description = "claimAhead. Default: ${DEFAULT-VALUE}.")
  private List<Integer> ahead = List.of(1, 4, 16, 64);

  @Option(
      names = "--check",
      description = "Runs the engine on the cores at hand, too, and shows what the model says.")
  private boolean check;

  @Mixin private CostOptions costs = new CostOptions();

  @Override
  public Integer call() throws IOException, InterruptedException {
    CommandSpec given = Objects.requireNonNull(spec);
    try {
      requireSensible("--cores", cores);
      requireSensible("--item-nanos", itemNanos);
      requireSensible("--ahead", ahead);
      costs.check();
      if (check && Machine.cores() < 2) {
        throw new IllegalArgumentException("--check: at least 2 cores are needed");
      }
    } catch (IllegalArgumentException e) {
      throw new ParameterException(given.commandLine(), e.getMessage(), e);
    }
    PrintWriter console = given.commandLine().getOut();
    Markdown text = new Markdown();
    text.paragraph("A model, fed with what is measured on " + place() + ".");
    StepModel model = new StepModel(costs.measured(text));
    ModelTables tables = new ModelTables(model, ahead);
    tables.speedUps(text, cores, itemNanos);
    tables.enough(text, cores);
    if (check) {
      new ModelCheck(model, ahead).run(text);
      costs.measureAgain(text);
    }
    console.print(text);
    console.flush();
    return 0;
  }

  private static String place() throws IOException {
    String free =
        "of which other programs leave " + Numbers.text(FreeCores.share() * Machine.cores());
    return Machine.processor()
        + ", "
        + Machine.cores()
        + " cores, "
        + free
        + ", JDK "
        + Machine.jdk();
  }

  private static void requireSensible(String option, List<Integer> values) {
    for (int value : values) {
      if (value < 1 || value > MOST) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "%s %d: it has to be from 1 to %,d", option, value, MOST));
      }
    }
  }
}

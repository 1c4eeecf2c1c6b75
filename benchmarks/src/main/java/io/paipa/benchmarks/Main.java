package io.paipa.benchmarks;

import io.paipa.benchmarks.results.Commands;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** JMH with the profilers of this suite, and without what the JDK at hand can't run. */
public final class Main {
  private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

  private Main() {}

  /**
   * Runs the benchmarks, or a command of {@link Commands}.
   *
   * @param args JMH's own, or those of the command
   * @throws IOException if JMH can't write its results
   */
  public static void main(String[] args) throws IOException {
    if (Commands.has(args)) {
      System.exit(Commands.run(args));
    }
    org.openjdk.jmh.Main.main(completed(List.of(args), Runtime.version().feature()));
  }

  static String[] completed(List<String> args, int jdk) {
    List<String> all = new ArrayList<>(args);
    all.addAll(List.of("-prof", CpuTime.class.getName(), "-prof", Recorded.class.getName()));
    if (jdk < FIRST_WITH_VIRTUAL_THREADS) {
      all.addAll(List.of("-e", "BlockingSteps.virtual"));
    }
    return all.toArray(new String[0]);
  }
}

package io.paipa.examples.manual;

import io.paipa.Pipeline;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Starts a pipeline and lets {@code main} end, without waiting for it.
 *
 * <p>The JVM waits instead: it goes on until the pipeline is done, and nothing is lost. With {@code
 * --daemon} it doesn't: it exits at once, and drops what is in flight. Do that only where the loss
 * does no harm. A number among the arguments says how often the clock ticks.
 */
public final class DaemonPipeline {
  private static final int DEFAULT_TICKS = 20;
  private static final int TICK_MILLIS = 100;

  private DaemonPipeline() {}

  public static void main(String[] arguments) {
    List<String> options = List.of(arguments);
    boolean daemon = options.contains("--daemon");
    int ticks =
        options.stream()
            .filter(option -> !option.equals("--daemon"))
            .mapToInt(Integer::parseInt)
            .findFirst()
            .orElse(DEFAULT_TICKS);

    startClock(ticks, daemon);
    System.out.println(
        daemon
            ? "main ends here, and the JVM with it"
            : "main ends here, and the JVM waits for the pipeline");
  }

  private static void startClock(int ticks, boolean daemon) {
    Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("clock")
            .peek("wait", tick -> Thread.sleep(TICK_MILLIS))
            .sink("print", tick -> System.out.println("tick " + tick + " of " + ticks))
            .daemon(daemon)
            .build();
    // The end of this source is the end of the pipeline: nobody has to stop it.
    pipeline.putStream(IntStream.rangeClosed(1, ticks).boxed());
    pipeline.start();
  }
}

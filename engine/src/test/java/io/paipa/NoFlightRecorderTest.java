package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;

import com.lmax.disruptor.RingBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.IdleStrategy;
import org.junit.jupiter.api.Test;

/** Nothing of the flight recorder is needed, or as much as loaded, where nobody records. */
class NoFlightRecorderTest {
  /** Runs a pipeline for longer than the first looks of its watch. */
  public static final class Program {
    private Program() {}

    public static void main(String[] args) throws InterruptedException {
      try (Pipeline<Integer, Void> pipeline =
          Pipeline.<Integer>named("plain")
              .sink("work", item -> TimeUnit.MILLISECONDS.sleep(2))
              .build()) {
        for (int i = 0; i < 50; i++) {
          pipeline.put(i);
        }
        pipeline.start();
        System.out.println("done " + pipeline.stop().steps().get(0).done());
      }
    }
  }

  private static String output(String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.add("-cp");
    command.add(
        ClassPaths.of(
            Pipeline.class, NoFlightRecorderTest.class, RingBuffer.class, IdleStrategy.class));
    command.add(Program.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return output;
  }

  @Test
  void shouldLoadNoneOfItsClasses() throws Exception {
    String output = output("-Xlog:class+load:stdout");

    assertThat(output).contains("done 50").contains("io.paipa.internal.flight.Flight ");
    assertThat(output.lines())
        .noneMatch(line -> line.contains("jdk.jfr"))
        .noneMatch(line -> line.contains("io.paipa.internal.flight.RunEvent"));
  }

  @Test
  void shouldWorkWithoutItsModule() throws Exception {
    assertThat(output("--limit-modules", "java.base")).contains("done 50");
  }
}

package io.paipa.kafka.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

/** The programs run, and say what they should. */
class ProgramsTest {
  /** A program. */
  private interface Program {
    void run() throws Exception;
  }

  private static String outputOf(Program program) throws Exception {
    PrintStream console = System.out;
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try (PrintStream captured = new PrintStream(output, true, UTF_8)) {
      System.setOut(captured);
      program.run();
    } finally {
      System.setOut(console);
    }
    return output.toString(UTF_8);
  }

  @Test
  void shouldStoreAllOrdersButTheOneThatCannotBeRead() throws Exception {
    String report = outputOf(() -> OrdersFromKafka.main(new String[0]));
    assertThat(report)
        .contains("COMPLETED: 20,001 orders read, 20,000 stored", "1 in the dead-letter topic");
  }

  @Test
  void shouldCompareAllConsumers() throws Exception {
    String table =
        outputOf(
            () ->
                Comparison.main("--records=400 --rounds=1 --in-flight=8 --keys=50".split(" ", -1)));
    assertThat(table).contains("a loop", "Paipa", "records/s");
  }
}

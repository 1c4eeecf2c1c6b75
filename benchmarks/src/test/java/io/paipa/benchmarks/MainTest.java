package io.paipa.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** What this suite adds to JMH's own command line. */
class MainTest {
  @Test
  void shouldAddItsProfilers() throws Exception {
    CommandLineOptions options =
        new CommandLineOptions(Main.completed(List.of("Idle", "-prof", "gc"), 21));
    assertThat(options.getProfilers())
        .extracting(profiler -> profiler.getKlass())
        .containsExactly("gc", CpuTime.class.getName(), Recorded.class.getName());
    assertThat(options.getIncludes()).containsExactly("Idle");
    assertThat(options.getExcludes()).isEmpty();
  }

  @Test
  void shouldLeaveOutVirtualThreadsWhereThereAreNone() throws Exception {
    CommandLineOptions options = new CommandLineOptions(Main.completed(List.of(), 17));
    assertThat(options.getExcludes()).hasSize(1);
    assertThat(BlockingSteps.class.getName() + ".virtual")
        .containsPattern(options.getExcludes().get(0));
    assertThat(BlockingSteps.class.getName() + ".platform")
        .doesNotContainPattern(options.getExcludes().get(0));
  }
}

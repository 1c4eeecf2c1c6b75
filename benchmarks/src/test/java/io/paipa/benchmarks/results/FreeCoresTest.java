package io.paipa.benchmarks.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The guard sees that it is not alone. */
class FreeCoresTest {
  @Test
  void shouldSeeThatOthersKeepTheProcessorsBusy() throws Exception {
    AtomicBoolean isOver = new AtomicBoolean();
    List<Thread> others = new ArrayList<>();
    for (int i = 0; i < 3 * Machine.cores(); i++) {
      Thread other =
          new Thread(
              () -> {
                while (!isOver.get()) {
                  Thread.onSpinWait();
                }
              });
      others.add(other);
      other.start();
    }
    try {
      assertThat(FreeCores.share()).isPositive().isLessThan(FreeCores.ENOUGH);
    } finally {
      isOver.set(true);
      for (Thread other : others) {
        other.join();
      }
    }
  }
}

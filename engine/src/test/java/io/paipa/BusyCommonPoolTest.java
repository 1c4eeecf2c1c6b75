package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;

import com.lmax.disruptor.RingBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.agrona.concurrent.IdleStrategy;
import org.junit.jupiter.api.Test;

/** What the engine does by the clock needs none of the JDK's common threads. */
class BusyCommonPoolTest {
  private static final int POOL = 2;

  @Test
  void shouldLetItemsExpireThoughAllThreadsOfTheCommonPoolRunPipelines() throws Exception {
    String classes =
        ClassPaths.of(Program.class, Pipeline.class, RingBuffer.class, IdleStrategy.class);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.util.concurrent.ForkJoinPool.common.parallelism=" + POOL,
                "-cp",
                classes,
                Program.class.getName())
            .redirectErrorStream(true)
            .start();
    try {
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(printed.lines()).contains("all have ended");
    } finally {
      process.destroyForcibly();
    }
  }

  /** Pipelines in all threads of the common pool, each with an item that only its limit ends. */
  static final class Program {
    private Program() {}

    /**
     * The other JVM.
     *
     * @param args none
     */
    public static void main(String... args) {
      CountDownLatch stuck = new CountDownLatch(POOL);
      CompletableFuture<?>[] runs =
          Stream.generate(() -> CompletableFuture.runAsync(() -> run(stuck)))
              .limit(POOL)
              .toArray(CompletableFuture<?>[]::new);
      CompletableFuture.allOf(runs).join();
      System.out.println("all have ended");
    }

    private static void run(CountDownLatch stuck) {
      try (Pipeline<Integer, Void> pipeline =
          Pipeline.<Integer>named("stuck")
              .sink(
                  "stuck",
                  item -> {
                    stuck.countDown();
                    stuck.await();
                    new CountDownLatch(1).await();
                  })
              .itemTimeout(Duration.ofMillis(50))
              .onFailure(FailurePolicy.skip())
              .build()) {
        pipeline.putIterable(List.of(1));
        pipeline.run();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}

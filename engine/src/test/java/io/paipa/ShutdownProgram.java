package io.paipa;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** A service that reads without end, until its JVM is told to end. */
public final class ShutdownProgram {
  private static final AtomicLong STORED = new AtomicLong();

  private ShutdownProgram() {}

  /** The JDK's own goes silent at the beginning of a shutdown. */
  public static final class SpeakingLogs extends LogManager {
    /** As the JDK makes it. */
    public SpeakingLogs() {}

    @Override
    public void reset() {
      // it keeps its handlers
    }
  }

  /** How the pipeline is begun. */
  enum Way {
    RUN,
    RUN_FOREVER,
    DURING,
    RESULTS,
    /** Ends the JVM itself. */
    EXIT,
    /** Ends the JVM in a step. */
    EXIT_IN_STEP,
    /** Ends the JVM when it is told that the pipeline has failed. */
    EXIT_WHEN_FAILED,
    /** Ends the JVM when it is told that the pipeline has ended. */
    EXIT_AT_COMPLETION,
    /** In a thread of a pool, which outlives it. */
    POOL,
    START,
    /** An item is never done. */
    STUCK,
    /** What comes after the run is never done. */
    STUCK_BEHIND,
    /** In a shutdown hook. */
    LATE,
    /** Comes to its end by itself. */
    ENDED
  }

  private static Builder<Integer, Integer> builder(Duration limit) {
    return Pipeline.<Integer>named("ingest")
        .drainAtShutdown(limit)
        .map(
            "store",
            item -> {
              STORED.incrementAndGet();
              return item;
            })
        .workers(2);
  }

  private static Stream<Integer> endless() {
    return Stream.generate(() -> 1);
  }

  /**
   * The other JVM.
   *
   * @param args the way, and the limit in milliseconds
   */
  public static void main(String... args) throws Exception {
    Duration limit = Duration.ofMillis(Long.parseLong(args[1]));
    Logger.getLogger("").getHandlers(); // later it would make none
    switch (Way.valueOf(args[0])) {
      case STUCK -> stuck(limit);
      case LATE -> late(limit);
      case ENDED -> ended(limit);
      case EXIT_IN_STEP, EXIT_WHEN_FAILED, EXIT_AT_COMPLETION -> exit(Way.valueOf(args[0]), limit);
      case START -> start(limit);
      case POOL -> pooled(limit);
      default -> call(Way.valueOf(args[0]), limit);
    }
  }

  private static void call(Way way, Duration limit) throws InterruptedException {
    Pipeline<Integer, Integer> pipeline = builder(limit).build();
    pipeline.putStream(endless());
    sayWhenStarted();
    try {
      switch (way) {
        case RUN -> pipeline.run();
        case DURING -> pipeline.during(running -> running.awaitTermination(Duration.ofDays(1)));
        case RESULTS -> pipeline.results().forEach(result -> {});
        default -> say(pipeline.runForever().state().toString(), pipeline);
      }
    } catch (CutShortException e) {
      say(cut(e), pipeline);
    }
    if (way == Way.STUCK_BEHIND) {
      new CountDownLatch(1).await();
    }
    close();
    if (way == Way.EXIT) {
      System.exit(pipeline.report().exitCode());
    }
  }

  /** Takes a while: the JVM is to wait for it. */
  private static void close() throws InterruptedException {
    Thread closing =
        new Thread(
            () -> {
              long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);
              while (System.nanoTime() - end < 0) {
                Thread.onSpinWait();
              }
              System.out.println("closed");
            });
    closing.setDaemon(true);
    closing.start();
    closing.join();
  }

  private static void say(String end, Pipeline<?, ?> pipeline) {
    Report report = pipeline.report();
    boolean all = report.accepted() == STORED.get();
    System.out.println(end + ", all done: " + all);
  }

  private static String cut(CutShortException thrown) {
    return String.valueOf(thrown.getMessage()).replaceAll(".*(by thread '[^']*').*", "cut $1");
  }

  /** Tells the parent, as soon as an item was stored. */
  private static void sayWhenStarted() {
    Thread teller =
        new Thread(
            () -> {
              while (STORED.get() == 0) {
                Thread.onSpinWait();
              }
              System.out.println("started");
            });
    teller.setDaemon(true);
    teller.start();
  }

  private static void start(Duration limit) {
    Pipeline<Integer, Integer> pipeline = builder(limit).build();
    pipeline.putStream(endless());
    sayWhenStarted();
    pipeline.completion().thenAccept(report -> System.out.println("stopped, " + report.state()));
    pipeline.start();
  }

  private static void pooled(Duration limit) {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    pool.execute(
        () -> {
          try {
            call(Way.RUN_FOREVER, limit);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static void stuck(Duration limit) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("ingest")
            .drainAtShutdown(limit)
            .sink(
                "stuck",
                item -> {
                  STORED.incrementAndGet();
                  boolean done = false;
                  while (!done) {
                    try {
                      never.await();
                      done = true;
                    } catch (InterruptedException e) {
                      // that is how it is stuck
                    }
                  }
                })
            .build();
    pipeline.putStream(endless());
    sayWhenStarted();
    pipeline.run();
  }

  private static void late(Duration limit) {
    Thread late =
        new Thread(
            () -> {
              try {
                Pipeline<Integer, Integer> pipeline = builder(limit).build();
                pipeline.putStream(endless());
                try {
                  pipeline.run();
                } catch (CutShortException e) {
                  say(cut(e), pipeline);
                }
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    Runtime.getRuntime().addShutdownHook(late);
    System.out.println("started");
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** In one of the pipeline's own threads, which then never returns. */
  private static void exit(Way way, Duration limit) {
    Pipeline<Integer, Void> pipeline =
        builder(limit)
            .whenFailed(failure -> System.exit(5))
            .sink(
                "exit",
                item -> {
                  if (way == Way.EXIT_IN_STEP) {
                    System.exit(5);
                  } else if (way == Way.EXIT_WHEN_FAILED) {
                    throw new IllegalStateException("no");
                  }
                })
            .workers(2)
            .build();
    pipeline.putIterable(List.of(1, 2, 3));
    pipeline.completion().thenAccept(report -> System.exit(5));
    System.out.println("started");
    pipeline.start();
    pipeline.finish();
  }

  private static void ended(Duration limit) throws InterruptedException {
    WeakReference<Pipeline<?, ?>> pipeline = new WeakReference<>(run(limit));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (pipeline.get() != null && System.nanoTime() - deadline < 0) {
      System.gc();
    }
    System.out.println(pipeline.get() == null ? "forgotten" : "kept");
  }

  private static Pipeline<?, ?> run(Duration limit) throws InterruptedException {
    Pipeline<Integer, Integer> pipeline = builder(limit).build();
    pipeline.putIterable(List.of(1, 2, 3));
    System.out.println("started");
    Report report = pipeline.run();
    System.out.println(report.state() + ", " + report.exitCode());
    return pipeline;
  }
}

package io.paipa.stress.delays;

import io.paipa.stress.AtLeastOne;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how late a publication is seen. */
@Command(
    name = "delays",
    description =
        "How long a publication without a fence stays unseen; on this depends how long a worker"
            + " has to look again before it may park.")
public final class DelaysCommand implements Callable<Integer> {
  private static final int MEETINGS = 1 << 15;

  @Option(
      names = "--seconds",
      defaultValue = "60",
      converter = AtLeastOne.class,
      description = "Default ${DEFAULT-VALUE}.")
  private int seconds;

  private final Round round = new Round(MEETINGS);

  /** By this thread: how many rounds have begun. */
  private final AtomicLong begun = new AtomicLong();

  /** By the publisher: how many rounds it has come to the end of. */
  private final AtomicLong published = new AtomicLong();

  /** For picocli. */
  public DelaysCommand() {}

  @Override
  public Integer call() {
    Thread publisher = new Thread(this::publishRounds, "publisher");
    publisher.setDaemon(true);
    publisher.start();
    Delays all = new Delays();
    long meetings = 0;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() - end < 0) {
      long number = begun.incrementAndGet();
      round.work();
      spinUntil(published, number);
      round.addTo(all);
      meetings += MEETINGS;
    }
    System.out.println("meetings " + meetings + ", both missed the other in " + all.total());
    System.out.println("then nothing was to be seen for");
    all.print(System.out);
    return 0;
  }

  private void publishRounds() {
    for (long number = 1; ; number++) {
      spinUntil(begun, number);
      round.publish();
      published.set(number);
    }
  }

  /** Both are to set out at once. */
  private static void spinUntil(AtomicLong rounds, long number) {
    while (rounds.get() < number) {
      Thread.onSpinWait();
    }
  }
}

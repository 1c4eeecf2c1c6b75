package io.paipa.ingest;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Hands the orders of one request over, and waits for room no longer than its patience: in all, not
 * for each order. So a request can't keep a thread. Used by one thread at a time.
 */
final class Handover {
  private final Intake intake;
  private final @Nullable Settlements settlements;
  private long nanosLeft;

  /**
   * For one request.
   *
   * @param intake takes the orders
   * @param settlements is told what becomes of them; null if nobody asks
   * @param patience how long to wait, in all
   */
  Handover(Intake intake, @Nullable Settlements settlements, Duration patience) {
    this.intake = intake;
    this.settlements = settlements;
    this.nanosLeft = patience.toNanos();
  }

  /**
   * Hands an order over.
   *
   * @return false if there was no room for it all the time
   */
  boolean offer(Order order) throws InterruptedException {
    if (offer(order, Duration.ZERO)) {
      return true;
    }
    long begin = System.nanoTime(); // only what is waited counts, not each order
    boolean taken = offer(order, Duration.ofNanos(nanosLeft));
    nanosLeft -= System.nanoTime() - begin;
    return taken;
  }

  private boolean offer(Order order, Duration limit) throws InterruptedException {
    return settlements == null ? intake.offer(order, limit) : offer(order, settlements, limit);
  }

  private boolean offer(Order order, Settlements told, Duration limit) throws InterruptedException {
    told.expect();
    boolean taken = false;
    try {
      taken = intake.offer(order, told::settled, limit);
      return taken;
    } finally {
      if (!taken) {
        told.expectNot();
      }
    }
  }
}

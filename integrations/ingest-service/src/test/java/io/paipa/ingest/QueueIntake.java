package io.paipa.ingest;

import io.paipa.Acknowledgement;
import io.paipa.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What the pipeline does, by queues and threads: 16 of them validate and enrich, and one stores
 * chunks. It is there to compare response times with, and has no retries, no health, no meters, and
 * no end.
 */
final class QueueIntake implements Intake {
  /** As many as the pipeline's rings hold in front of its chunks. */
  private static final int ROOM = 256;

  private static final int WORKERS = 16;
  private static final int CHUNK = 500;
  private static final long CHUNK_MILLIS = 20;

  private record Taken(Order order, Acknowledgement acknowledgement) {}

  private record Enriched(EnrichedOrder order, Acknowledgement acknowledgement) {}

  private final BlockingQueue<Taken> taken = new ArrayBlockingQueue<>(2 * ROOM);
  private final BlockingQueue<Enriched> enriched = new ArrayBlockingQueue<>(ROOM);
  private final Customers customers;
  private final OrderStore store;

  QueueIntake(Customers customers, OrderStore store) {
    this.customers = customers;
    this.store = store;
  }

  void start() {
    for (int i = 0; i < WORKERS; i++) {
      start("enrich-" + i, this::enrichNext);
    }
    start("store", this::storeNext);
  }

  /** A thread that does something again and again, and ends with the JVM. */
  private static void start(String name, Again work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  work.again();
                }
              } catch (Exception e) {
                throw new IllegalStateException(name + " has failed", e);
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  @FunctionalInterface
  private interface Again {
    void again() throws Exception;
  }

  @Override
  public boolean offer(Order order, Duration patience) throws InterruptedException {
    return offer(order, outcome -> {}, patience);
  }

  @Override
  public boolean offer(Order order, Acknowledgement acknowledgement, Duration patience)
      throws InterruptedException {
    return taken.offer(new Taken(order, acknowledgement), patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void enrichNext() throws Exception {
    Taken next = taken.take();
    try {
      OrderPipeline.validate(next.order());
      enriched.put(new Enriched(customers.enrich(next.order()), next.acknowledgement()));
    } catch (RefusedOrderException e) {
      store.refuse(next.order(), "enrich", e);
      next.acknowledgement().settled(Settlement.DEAD_LETTERED);
    }
  }

  private void storeNext() throws Exception {
    List<Enriched> chunk = new ArrayList<>(List.of(enriched.take()));
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CHUNK_MILLIS);
    while (chunk.size() < CHUNK) {
      enriched.drainTo(chunk, CHUNK - chunk.size());
      Enriched next = enriched.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        break;
      }
      chunk.add(next);
    }
    store.store(chunk.stream().map(Enriched::order).toList());
    for (Enriched stored : chunk) {
      stored.acknowledgement().settled(Settlement.DONE);
    }
  }
}

package io.paipa.examples.ring;

import com.lmax.disruptor.ExceptionHandlers;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.TimeoutException;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.EventHandlerGroup;
import com.lmax.disruptor.dsl.ProducerType;
import com.lmax.disruptor.util.DaemonThreadFactory;
import io.paipa.ring.WorkHandler;
import io.paipa.ring.WorkWaitStrategy;
import io.paipa.ring.WorkerPool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Checks card numbers with two pools of workers in a row on the ring of a {@link Disruptor}, which
 * starts them, and shuts them down within a limited time. Takes the place of {@code
 * handleEventsWithWorkerPool(...).thenHandleEventsWithWorkerPool(...)} in the Disruptor 3.
 *
 * <p>A worker of the first pool removes the blanks from a number, then one of the second pool looks
 * at its check digit. Both work on the same event of the ring, one after the other.
 */
public final class PoolsOfADisruptor {
  private static final int SLOTS = 64;

  private PoolsOfADisruptor() {}

  public static void main(String[] arguments) {
    boolean all =
        check(
            List.of("4539 1488 0343 6467", "8273 1232 7352 0569", "79927398713"),
            Duration.ofSeconds(5),
            System.out::println);
    System.out.println(all ? "All were checked." : "There was no time for all.");
  }

  /** Tells whether there was time for all numbers. The workers call {@code results}. */
  static boolean check(List<String> numbers, Duration limit, Consumer<String> results) {
    Disruptor<Card> disruptor =
        new Disruptor<>(
            Card::new,
            SLOTS,
            DaemonThreadFactory.INSTANCE,
            ProducerType.SINGLE,
            new WorkWaitStrategy());
    RingBuffer<Card> ring = disruptor.getRingBuffer();

    // tag::pools[]
    WorkHandler<Card> tidying = card -> card.number = card.number.replace(" ", "");
    WorkerPool<Card> first = new WorkerPool<>(ring, tidying, tidying);
    EventHandlerGroup<Card> tidied = first.addTo(disruptor);

    WorkHandler<Card> checking = card -> results.accept(card.number + verdict(card.number));
    WorkerPool<Card> second =
        new WorkerPool<>(
            ring,
            tidied.asSequenceBarrier(), // gets an event when the first pool is done with it
            ExceptionHandlers.defaultHandler(),
            checking,
            checking);
    second.addTo(disruptor);

    disruptor.start(); // starts both pools
    // end::pools[]
    try {
      for (String number : numbers) {
        // Waits while the ring is full.
        disruptor.publishEvent((card, sequence, given) -> card.number = given, number);
      }
      // Waits until both pools are done with everything, even if they have just been started.
      disruptor.shutdown(limit.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } finally {
      // Each worker ends after the event that it handles. What is left stays in the ring.
      disruptor.halt();
    }
  }

  /** Whether the last digit is the check digit of those before it, by the formula of Luhn. */
  private static String verdict(String number) {
    int sum = 0;
    for (int i = 0; i < number.length(); i++) {
      int digit = number.charAt(number.length() - 1 - i) - '0';
      int counted = i % 2 == 0 ? digit : 2 * digit;
      sum += counted > 9 ? counted - 9 : counted;
    }
    return sum % 10 == 0 ? " is valid" : " is not valid";
  }

  /** An event of the ring. */
  private static final class Card {
    private String number = "";
  }
}

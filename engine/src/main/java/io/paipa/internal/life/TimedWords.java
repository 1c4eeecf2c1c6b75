package io.paipa.internal.life;

import io.paipa.internal.ledger.Words;
import io.paipa.internal.platform.Background;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An object's words, asked for once, in a thread that nobody waits for longer than a second. Its
 * {@code toString} is user code, and may need a lock that the thread that wants the words holds.
 *
 * <p><b>Who writes what.</b> The words are written once, by compare-and-set: by the thread that
 * asked, or by the first reader that waited in vain. So all readers read the same.
 */
final class TimedWords {
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Object object;
  private final long startNanos = System.nanoTime();
  private final AtomicReference<@Nullable String> words = new AtomicReference<>();
  private final CountDownLatch told = new CountDownLatch(1);
  private volatile @Nullable Thread asking;

  TimedWords(Object object) {
    this.object = object;
  }

  /** The words of an object, or its class and identity if they do not come in time. */
  static String of(Object object) {
    TimedWords words = new TimedWords(object);
    words.ask();
    return words.get();
  }

  /** Has a thread ask for the words. */
  void ask() {
    if (!Background.runs(this::tell)) {
      settle(Words.identity(object));
    }
  }

  private void tell() {
    asking = Thread.currentThread();
    try {
      settle(Words.of(object));
    } finally {
      asking = null;
    }
  }

  private void settle(String found) {
    words.compareAndSet(null, found);
    told.countDown();
  }

  /** The words, or the object's class if they have not come; waits for nothing. */
  String known() {
    String found = words.get();
    return found == null ? object.getClass().getName() : found;
  }

  /** The words; waits for them until a second has passed since this was made. */
  String get() {
    String found = words.get();
    if (found == null && Thread.currentThread() != asking) {
      await();
      found = words.get();
    }
    if (found == null) {
      settle(Words.identity(object));
      found = words.get();
    }
    return String.valueOf(found);
  }

  private void await() {
    boolean interrupted = false;
    boolean over = false;
    while (!over) {
      try {
        long left = LIMIT_NANOS - (System.nanoTime() - startNanos);
        over = told.await(left, TimeUnit.NANOSECONDS) || left <= 0;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

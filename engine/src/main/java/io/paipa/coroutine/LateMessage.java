package io.paipa.coroutine;

import io.paipa.internal.ledger.Words;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an exception says, with the words of users' objects. They are asked for once, when the
 * message is wanted, and not when the exception is thrown. For they may need time, or a lock that a
 * thread holds until the exception ends a pipeline.
 *
 * <p><b>Who writes what.</b> The first reader asks. The message is written once, by
 * compare-and-set: by that reader, or by another reader that has waited for a second in vain. That
 * one names the objects by class and identity. So all read the same.
 */
final class LateMessage implements Supplier<String> {
  private final String beginning;
  private final List<Object> objects;
  private final AtomicReference<@Nullable Thread> asking = new AtomicReference<>();
  private final AtomicReference<@Nullable String> message = new AtomicReference<>();
  private final CountDownLatch told = new CountDownLatch(1);

  /**
   * A message.
   *
   * @param beginning what is known at once
   * @param objects whose words follow
   */
  LateMessage(String beginning, Object... objects) {
    this.beginning = beginning;
    this.objects = List.of(objects);
  }

  @Override
  public String get() {
    if (message.get() == null) {
      Thread current = Thread.currentThread();
      if (asking.compareAndSet(null, current)) {
        settle(Words::of);
      } else if (asking.get() == current || !await()) {
        settle(Words::identity);
      }
    }
    return String.valueOf(message.get());
  }

  private void settle(Function<Object, String> words) {
    String text = objects.stream().map(words).collect(Collectors.joining(": "));
    message.compareAndSet(null, beginning + text);
    told.countDown();
  }

  /** Whether it is told; an interrupt ends the wait, and stays. */
  private boolean await() {
    try {
      return told.await(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return message.get() != null;
    }
  }
}

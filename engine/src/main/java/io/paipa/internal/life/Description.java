package io.paipa.internal.life;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a failure says of itself. Its beginning is known at once; the words of the item and of the
 * cause come from user code, and so after the run was ended. Any thread.
 */
final class Description implements Supplier<String> {
  private final String beginning;
  private final @Nullable TimedWords item;
  private final int attempt;
  private final TimedWords cause;

  Description(String beginning, @Nullable Object item, int attempt, Throwable cause) {
    this.beginning = beginning;
    this.item = item == null ? null : new TimedWords(item);
    this.attempt = attempt;
    this.cause = new TimedWords(cause);
  }

  /** Asks user code for its words. */
  void begin() {
    cause.ask();
    if (item != null) {
      item.ask();
    }
  }

  /** What is known without asking, or waiting for, anybody. */
  String known() {
    return beginning + ": " + cause.known();
  }

  @Override
  public String get() {
    String of = item == null ? "" : ": item " + item.get() + ", attempt " + attempt;
    return beginning + of + ": " + cause.get();
  }
}

package io.paipa.testkit;

import io.paipa.ContextPropagation;
import org.jspecify.annotations.Nullable;

/**
 * A value that items take along, as a request's user or a trace's span: {@code
 * .contextPropagation(user)}. The test sets it before it puts an item in, and the code of a step
 * gets it. Any threads.
 *
 * @param <T> type of the value
 */
public final class PropagatedValue<T> implements ContextPropagation {
  @SuppressWarnings("ThreadLocalUsage") // a test has few of these, each its own
  private final ThreadLocal<@Nullable T> value = new ThreadLocal<>();

  /** Not set in any thread. */
  public PropagatedValue() {}

  /**
   * Sets it for the calling thread.
   *
   * @param newValue the value; null to take it away
   */
  public void set(@Nullable T newValue) {
    value.set(newValue);
  }

  /**
   * What the calling thread has.
   *
   * @return the value; null if there is none
   */
  public @Nullable T get() {
    return value.get();
  }

  @Override
  public @Nullable Object capture() {
    return value.get();
  }

  @Override
  @SuppressWarnings("unchecked") // what capture gave
  public Scope restore(Object context) {
    T before = value.get();
    value.set((T) context);
    return () -> value.set(before);
  }
}

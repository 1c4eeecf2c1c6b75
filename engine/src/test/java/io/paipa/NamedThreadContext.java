package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A context that is a name in a variable of the thread, taken along by a pipeline; and a note of
 * what was met in which. Safe for all threads.
 */
final class NamedThreadContext implements ContextPropagation {
  static final String NONE = "none";

  private final Map<String, String> met = new ConcurrentHashMap<>();
  private final ThreadLocal<@Nullable String> name = new ThreadLocal<>();

  /** What the calling thread has. */
  @Nullable String get() {
    return name.get();
  }

  /** Gives the calling thread a name, or none. */
  void set(@Nullable String value) {
    name.set(value);
  }

  @Override
  public @Nullable Object capture() {
    return name.get();
  }

  @Override
  public Scope restore(Object context) {
    String before = name.get();
    name.set((String) context);
    return () -> name.set(before);
  }

  @Override
  public Object join(List<Object> contexts) {
    return String.join("+", contexts.stream().map(String::valueOf).toList());
  }

  /** What the calling thread has, in words. */
  String current() {
    return Objects.requireNonNullElse(name.get(), NONE);
  }

  /** The calling thread's code meets something, once. */
  void meet(Object what) {
    String before = met.put(what.toString(), current());
    assertThat(before).as("the context met before at %s", what).isNull();
  }

  /** The contexts in which things were met. */
  Map<String, String> met() {
    return met;
  }

  /** Puts an item in a context, or in none. */
  <I> void putAs(Pipeline<I, ?> pipeline, @Nullable String value, I item)
      throws InterruptedException {
    name.set(value);
    pipeline.put(item);
    name.remove();
  }
}

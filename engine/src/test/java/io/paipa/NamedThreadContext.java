package io.paipa;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A context that is a name in a variable of the thread, taken along by a pipeline. */
final class NamedThreadContext implements ContextPropagation {
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
}

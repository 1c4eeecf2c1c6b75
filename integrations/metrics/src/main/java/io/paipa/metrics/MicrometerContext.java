package io.paipa.metrics;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.context.ThreadLocalAccessor;
import io.paipa.ContextPropagation;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes all thread-locals along that Micrometer's context-propagation knows: those of the MDC of a
 * log, of its own observations, and of all libraries that have registered theirs. Needs {@code
 * io.micrometer:context-propagation}, which the program has to bring. Immutable and safe for all
 * threads.
 *
 * <pre>{@code
 * Pipeline.<Order>named("orders").contextPropagation(MicrometerContext.propagation())
 * }</pre>
 *
 * <p>What came of several items, such as a chunk, has the context of the first of them that has
 * one.
 */
public final class MicrometerContext implements ContextPropagation {
  private final ContextRegistry registry;
  private final ContextSnapshotFactory snapshots;

  private MicrometerContext(ContextRegistry registry) {
    this.registry = registry;
    this.snapshots = ContextSnapshotFactory.builder().contextRegistry(registry).build();
  }

  /**
   * What takes along all that is registered in Micrometer's global registry.
   *
   * @return the propagation
   */
  public static MicrometerContext propagation() {
    return propagation(ContextRegistry.getInstance());
  }

  /**
   * What takes along all that is registered in a registry, now or later.
   *
   * @param registry the registry, never null
   * @return the propagation
   */
  public static MicrometerContext propagation(ContextRegistry registry) {
    return new MicrometerContext(
        Objects.requireNonNull(registry, "registry: null knows no contexts"));
  }

  @Override
  public @Nullable Object capture() {
    for (ThreadLocalAccessor<?> accessor : registry.getThreadLocalAccessors()) {
      if (isSet(accessor.getValue())) {
        return snapshots.captureAll();
      }
    }
    return null;
  }

  /** The accessor of an MDC gives a map of its keys, though none is set. */
  private static boolean isSet(@Nullable Object value) {
    return value instanceof Map<?, ?> map
        ? map.values().stream().anyMatch(Objects::nonNull)
        : value != null;
  }

  @Override
  public Scope restore(Object context) {
    ContextSnapshot.Scope scope = ((ContextSnapshot) context).setThreadLocals();
    return scope::close;
  }
}

package io.paipa.internal.life;

import io.paipa.ContextPropagation;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A user's propagation of contexts, whose exceptions are logged once and otherwise ignored. */
record GuardedPropagation(ContextPropagation propagation, ObserverLog log)
    implements ContextPropagation {
  private static final Scope NOTHING = () -> {};

  @Override
  public @Nullable Object capture() {
    try {
      return propagation.capture();
    } catch (Exception e) {
      log.failed(e);
      return null;
    }
  }

  @Override
  public Scope restore(Object context) {
    try {
      Scope scope = Objects.requireNonNull(propagation.restore(context), "restore gave null");
      return () -> close(scope);
    } catch (Exception e) {
      log.failed(e);
      return NOTHING;
    }
  }

  /** Whatever comes of the attempt is known by now, and stands. */
  private void close(Scope scope) {
    try {
      scope.close();
    } catch (Throwable t) {
      log.failed(t);
    }
  }

  @Override
  public Object join(List<Object> contexts) {
    try {
      return Objects.requireNonNull(propagation.join(contexts), "join gave null");
    } catch (Exception e) {
      log.failed(e);
      return contexts.get(0);
    }
  }
}

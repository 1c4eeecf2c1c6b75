package io.paipa.examples.readme;

import io.paipa.ContextPropagation;
import org.jspecify.annotations.Nullable;

/**
 * Takes along on whose behalf an item was put. A program keeps that in a variable of the thread, as
 * many frameworks keep the user, the tenant or the trace of a request.
 */
// tag::propagation[]
final class UserOfItem implements ContextPropagation {
  private static final ThreadLocal<@Nullable String> USER = new ThreadLocal<>();

  @Override
  public @Nullable Object capture() { // in the thread that puts an item
    return USER.get();
  }

  @Override
  public Scope restore(Object context) { // in the worker, before the step's code
    USER.set((String) context);
    return USER::remove; // afterwards, always
  }

  // end::propagation[]

  static void be(@Nullable String user) {
    USER.set(user);
  }

  static String user() {
    String user = USER.get();
    return user == null ? "nobody" : user;
  }
}

package io.paipa.stress.chaos;

import java.io.Serial;

/** Thrown on purpose. Each is thrown once. */
final class InjectedError extends Error {
  @Serial private static final long serialVersionUID = 1L;

  InjectedError(String what) {
    super(what, null, true, false);
  }
}

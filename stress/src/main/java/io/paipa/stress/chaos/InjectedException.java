package io.paipa.stress.chaos;

import java.io.Serial;

/** Thrown on purpose. Each is thrown once. */
final class InjectedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  InjectedException(String what) {
    super(what, null, true, false);
  }
}

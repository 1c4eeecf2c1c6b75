package io.paipa.scenarios;

/** What user code throws in these tests. */
final class Crash extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Crash(String message) {
    super(message);
  }
}

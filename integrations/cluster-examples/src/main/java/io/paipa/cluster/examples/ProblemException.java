package io.paipa.cluster.examples;

/** What a person can mend: the command prints its message, and no stack trace. */
final class ProblemException extends Exception {
  private static final long serialVersionUID = 1L;

  ProblemException(String message) {
    super(message);
  }

  ProblemException(String message, Throwable cause) {
    super(message, cause);
  }
}

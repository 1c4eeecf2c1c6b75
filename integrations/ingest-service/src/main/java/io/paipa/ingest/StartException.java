package io.paipa.ingest;

/** The service can't start; the message is for the person who started it. */
final class StartException extends Exception {
  private static final long serialVersionUID = 1L;

  StartException(String message, Throwable cause) {
    super(message, cause);
  }
}

package io.paipa.ingest;

/** The service can't start; the message is for the person who started it. */
final class StartException extends Exception {
  private static final long serialVersionUID = 1L;

  StartException(String message, Throwable cause) {
    super(message, cause);
  }

  /** A port is in use, or an address is not this machine's. */
  static StartException cantListen(String address, int port, String option, Exception cause) {
    Throwable first = cause.getCause() == null ? cause : cause.getCause();
    String reason = first.getMessage() == null ? "no such host" : first.getMessage();
    return new StartException(
        "can't listen at %s:%d: %s; end what uses the port, or give another by %s"
            .formatted(address, port, reason, option),
        cause);
  }
}

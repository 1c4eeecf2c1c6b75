package io.paipa.ingest;

/** An order makes no sense; the message says why. It has no trace, for it is no defect. */
final class RefusedOrderException extends Exception {
  private static final long serialVersionUID = 1L;

  RefusedOrderException(String reason) {
    super(reason, null, false, false);
  }
}

package io.paipa.examples.catalog;

/** Something is wrong that the user can mend; the message says what, in one line. */
final class CatalogException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CatalogException(String message) {
    super(message);
  }

  CatalogException(String message, Throwable cause) {
    super(message, cause);
  }
}

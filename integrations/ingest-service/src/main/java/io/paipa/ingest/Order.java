package io.paipa.ingest;

/**
 * An order, as a line of JSON has it. Whether it makes sense is for the {@link OrderPipeline} to
 * say.
 *
 * @param id names the order: one that comes again with the same id is the same order
 * @param customer who has ordered
 * @param cents what it costs
 */
record Order(String id, String customer, long cents) {
  private static final int LONGEST_ID = 100;

  Order {
    if (id.isBlank() || id.length() > LONGEST_ID) {
      throw new IllegalArgumentException("id: it has to have 1 to " + LONGEST_ID + " characters");
    }
  }
}

package io.paipa.benchmarks;

/**
 * How many items arrived, and their sum: a lost item shows in the count, one that came twice in
 * place of another in the sum.
 */
record Checksum(long count, long sum) {
  /** What must arrive when all of these items are sent. */
  static Checksum of(Iterable<Integer> items) {
    Tally tally = new Tally();
    items.forEach(tally::add);
    return tally.checksum();
  }

  Checksum plus(Checksum others) {
    return new Checksum(count + others.count, sum + others.sum);
  }

  /** Fails the run in which something else arrived. */
  void check(Checksum arrived) {
    if (!equals(arrived)) {
      throw new IllegalStateException("Sent: " + this + "; arrived: " + arrived);
    }
  }
}

package io.paipa.kafka.examples;

/** A way to read a topic, whose records take a while each. */
interface Contender {
  /**
   * What is to be done.
   *
   * @param bootstrapServers of the broker
   * @param topic holds enough records
   * @param inFlight how many records to work on at a time, if the contender can that
   * @param records how many to work on
   * @param millis how long each takes
   */
  record Task(String bootstrapServers, String topic, int inFlight, int records, int millis) {
    /** The same with fewer records. */
    Task share(int divisor) {
      return new Task(bootstrapServers, topic, inFlight, Math.max(1, records / divisor), millis);
    }
  }

  /** What it is called in the table. */
  String title();

  /**
   * Does it, as the only member of a new group.
   *
   * @return records in a second, from the first record to the last: what it takes to join and to
   *     leave doesn't count
   */
  double recordsPerSecond(Task task) throws Exception;
}

package io.paipa.ingest;

import java.time.Duration;

/**
 * What a client may ask of the service. So no client can fill the memory, and one that is slow with
 * its body does not keep the others out. Many connections can: as many as {@code connections}, each
 * of which sends a request's head byte by byte, leave none for others. The proxy in front is to
 * bound what one client may open.
 *
 * @param lineBytes how long a line may be, in bytes; longer ones are answered by 413
 * @param bodyBytes how long a body may be, in bytes; longer ones are answered by 413
 * @param bodyTime how long a body may take to come; slower ones are answered by 408
 * @param idle how long a connection may be silent before it is closed; in a body, after a 408
 * @param patience how long a request waits for room in the ring, in all, before a 429
 * @param settling how long {@code ?wait} waits for what was accepted; less than {@code idle}
 * @param connections how many connections are open at a time; further ones wait to be accepted
 */
record Limits(
    int lineBytes,
    long bodyBytes,
    Duration bodyTime,
    Duration idle,
    Duration patience,
    Duration settling,
    int connections) {
  static final Limits DEFAULT =
      new Limits(
          64 * 1_024,
          16L * 1_024 * 1_024,
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          Duration.ofMillis(100),
          Duration.ofSeconds(5),
          1_000);
}

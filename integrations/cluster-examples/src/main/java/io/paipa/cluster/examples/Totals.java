package io.paipa.cluster.examples;

import java.util.Collection;
import java.util.Locale;

/**
 * What is in a catalogue, added up.
 *
 * @param files that were read
 * @param bytes in them
 * @param contents how many different ones there are
 * @param unreadable files that are not in it
 */
record Totals(long files, long bytes, long contents, long unreadable) {
  static Totals of(Collection<FileFacts> catalogue, long unreadable) {
    return new Totals(
        catalogue.size(),
        catalogue.stream().mapToLong(FileFacts::bytes).sum(),
        catalogue.stream().map(FileFacts::sha256).distinct().count(),
        unreadable);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d files, %,d bytes, %,d distinct contents, %,d unreadable",
        files,
        bytes,
        contents,
        unreadable);
  }
}

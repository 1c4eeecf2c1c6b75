package io.paipa.benchmarks;

import java.nio.file.Path;

/**
 * A file as a catalogue has it.
 *
 * @param path the file
 * @param bytes how many it has
 * @param sha256 their hash, as hexadecimal digits
 */
record HashedFile(Path path, long bytes, String sha256) {}

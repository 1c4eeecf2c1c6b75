package io.paipa.examples.readme;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.time.Duration.ofMillis;

import io.paipa.Backoff;
import io.paipa.Builder;
import io.paipa.Pipeline;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * Lists the checksums of all files below a folder: {@code Checksums folder list}.
 *
 * <p>A file that can't be read is tried again three times; if that does not help, it fails the
 * pipeline, and {@code run()} throws what it was.
 */
public final class Checksums {
  private Checksums() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    list(Path.of(arguments[0]), Path.of(arguments[1]));
  }

  @SuppressWarnings("StreamResourceLeak") // the pipeline closes it
  static void list(Path folder, Path list) throws IOException, InterruptedException {
    // tag::run[]
    try (Pipeline<Path, Void> pipeline = checksums(list).build()) {
      pipeline.putStream(Files.walk(folder)); // pulled lazily, by a thread of the pipeline
      pipeline.run(); // until everything is done, or throws what went wrong
    }
    // end::run[]
  }

  // tag::steps[]
  static Builder<Path, Void> checksums(Path list) {
    return Pipeline.<Path>named("checksums")
        .filter("is file", Files::isRegularFile)
        .map("sum", Checksums::sum)
        .workers(4)
        .retrying(3, Backoff.exponential(ofMillis(10)))
        .chunk("batch", 500, ofMillis(200))
        .sink("append", lines -> Files.write(list, lines, CREATE, APPEND));
  }

  // end::steps[]

  private static String sum(Path file) throws IOException {
    CRC32 checksum = new CRC32();
    try (InputStream in = new CheckedInputStream(Files.newInputStream(file), checksum)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return String.format("%08x %s", checksum.getValue(), file);
  }
}

package io.paipa.examples.manual;

import io.paipa.Builder;
import io.paipa.Pipeline;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Runs a pipeline in the background, and goes on putting items in while it runs.
 *
 * <p>Once by {@code during}, whose end waits until everything is done, once by {@code start()} and
 * {@code stop()}, where that is not one piece of code. After either, everything was processed
 * without errors, for otherwise they would have thrown what went wrong. If the piece of code
 * throws, {@code during} does not wait for the rest: it aborts the pipeline.
 */
public final class Background {
  private Background() {}

  public static void main(String[] arguments) throws InterruptedException {
    List<String> texts = List.of("a stitch", "in time", "saves nine");
    withDuring(texts, System.out);
    withStartAndStop(texts, System.out);
  }

  static void withDuring(List<String> texts, PrintStream out) throws InterruptedException {
    Pipeline<String, Void> pipeline = checksums(out).build();
    pipeline.during(
        running -> {
          for (String text : texts) {
            // Waits while the pipeline has no room, so that a fast producer can't fill the memory.
            running.put(text);
          }
          out.println("Everything is put in, now finishing");
        });
    out.println("Finished: everything is done");
  }

  static void withStartAndStop(List<String> texts, PrintStream out) throws InterruptedException {
    Pipeline<String, Void> pipeline = checksums(out).build();
    pipeline.start();
    try {
      for (String text : texts) {
        pipeline.put(text);
      }
      out.println("Everything is put in, now stopping");
    } finally {
      // In any case: a pipeline that nobody ends keeps the JVM alive.
      pipeline.stop();
    }
    out.println("Stopped: everything is done");
  }

  private static Builder<String, Void> checksums(PrintStream out) {
    return Pipeline.<String>named("checksums")
        .map("compute", text -> String.format("%08x %s", checksum(text), text))
        .workers(2)
        .sink("print", out::println);
  }

  private static long checksum(String text) {
    CRC32 checksum = new CRC32();
    checksum.update(text.getBytes(StandardCharsets.UTF_8));
    return checksum.getValue();
  }
}

package io.paipa.examples.catalog;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ReadFactsTest {
  /** Takes minutes to read; nothing but a hole, it needs next to no room. */
  private static final long LARGE_BYTES = 1L << 40;

  @TempDir private Path temp;

  @Test
  @DisabledOnOs({OS.WINDOWS, OS.MAC}) // whose file systems may have no holes
  void shouldGiveUpALargeFileWhenInterrupted() throws IOException {
    Path large = temp.resolve("large");
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(LARGE_BYTES);
    }
    ReadFacts reader = new ReadFacts();
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> reader.read(large)).isInstanceOf(InterruptedIOException.class);
    } finally {
      Thread.interrupted();
    }
  }
}

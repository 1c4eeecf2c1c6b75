package io.paipa.ingest;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Cuts a body into lines, as its parts come. It holds one unfinished line, and no more. Used by one
 * thread at a time.
 */
final class LineSplitter {
  /** Takes the lines. */
  @FunctionalInterface
  interface Lines {
    /** A line without its end; the array is used again afterwards. */
    void line(byte[] bytes, int length);
  }

  private final Lines lines;
  private final int longest;
  private byte[] line = new byte[256];
  private int length;

  /** Hands lines of no more than so many bytes to somebody. */
  LineSplitter(int longest, Lines lines) {
    this.longest = longest;
    this.lines = lines;
  }

  /**
   * Takes the next part of the body.
   *
   * @return false if a line is too long; then nothing more must come
   */
  boolean take(ByteBuffer part) {
    while (part.hasRemaining()) {
      byte next = part.get();
      if (next == '\n') {
        end();
      } else if (length == longest) {
        return false;
      } else {
        append(next);
      }
    }
    return true;
  }

  /** The body is at its end: its last line may have none. */
  void end() {
    lines.line(line, length);
    length = 0;
  }

  private void append(byte next) {
    if (length == line.length) {
      line = Arrays.copyOf(line, Math.min(longest, 2 * length));
    }
    line[length++] = next;
  }
}

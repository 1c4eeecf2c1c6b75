package io.paipa.examples.catalog;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A stream that counts and hashes what is read from it. Reading ends with an exception when the
 * thread is interrupted: a file may be so large that nobody would wait for its end.
 */
final class Hashing extends FilterInputStream {
  private static final int BLOCK_BYTES = 64 * 1024;

  private final MessageDigest digest = newDigest();
  private long bytes;

  Hashing(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) == -1 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted");
    }
    int count = super.read(buffer, offset, length);
    if (count > 0) {
      digest.update(buffer, offset, count);
      bytes += count;
    }
    return count;
  }

  /** Reads the rest, block by block: a file may be larger than the memory. */
  void readToEnd() throws IOException {
    byte[] block = new byte[BLOCK_BYTES];
    int count;
    do {
      count = read(block);
    } while (count != -1);
  }

  long bytes() {
    return bytes;
  }

  /** The hash of what was read, as hexadecimal digits; to be called once. */
  String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

package io.paipa.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Reads files and hashes them, with a buffer and a digest of its own. Confined to a thread. */
final class FileHasher {
  private static final int BLOCK_BYTES = 64 * 1024;

  private final byte[] block = new byte[BLOCK_BYTES];
  private final MessageDigest digest = sha256();

  HashedFile hash(Path file) throws IOException {
    digest.reset();
    long bytes = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(block); count != -1; count = in.read(block)) {
        digest.update(block, 0, count);
        bytes += count;
      }
    }
    return new HashedFile(file, bytes, HexFormat.of().formatHex(digest.digest()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

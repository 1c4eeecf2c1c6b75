package io.paipa.cluster.examples;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What the catalogue says of a file. Travels between the members.
 *
 * @param path the file
 * @param bytes how many were read
 * @param sha256 their hash, as hexadecimal digits
 */
record FileFacts(String path, long bytes, String sha256) implements Serializable {
  private static final int BLOCK_BYTES = 64 * 1024;

  /** Reads a file, from its beginning to its end, block by block. */
  static FileFacts read(String path) throws IOException {
    Path file = Path.of(path);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) { // a pipe would be waited for
      throw new FileNotFoundException(path + " is no regular file that can be looked at");
    }
    MessageDigest digest = newDigest();
    long bytes = 0;
    try (InputStream in = Files.newInputStream(file)) {
      byte[] block = new byte[BLOCK_BYTES];
      for (int count = in.read(block); count != -1; count = in.read(block)) {
        digest.update(block, 0, count);
        bytes += count;
      }
    }
    return new FileFacts(path, bytes, HexFormat.of().formatHex(digest.digest()));
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

package io.paipa.examples.catalog;

import io.paipa.Emitter;
import io.paipa.Step;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The step that reads files and hashes them: with a buffer and a digest for the worker's life. A
 * buffer for each file would cost as much as its hash does.
 *
 * <p>Reading ends with an exception when the thread is interrupted: a file may be so large that
 * nobody would wait for its end.
 */
final class ReadFacts implements Step<Path, FileFacts> {
  /** So much is looked at for the kind: it holds the constant pool of nearly every class. */
  private static final int HEAD_BYTES = 1 << 20;

  private static final int BLOCK_BYTES = 64 * 1024;

  private final byte[] buffer = new byte[HEAD_BYTES];
  private final MessageDigest digest = newDigest();

  @Override
  public void process(Path path, Emitter<FileFacts> out) throws IOException {
    out.emit(read(path));
  }

  /** Reads a file, from its beginning to its end, once. */
  FileFacts read(Path path) throws IOException {
    requireRegular(path);
    digest.reset(); // reading the file before may have failed in its middle
    try (InputStream in = Files.newInputStream(path)) {
      int headBytes = readHead(in);
      ByteBuffer head = ByteBuffer.wrap(buffer, 0, headBytes);
      FileKind kind = FileKind.of(head);
      Optional<ClassHeader> header =
          kind == FileKind.CLASS ? ClassHeader.parse(head) : Optional.empty();
      long size = headBytes < HEAD_BYTES ? headBytes : HEAD_BYTES + readRest(in);
      String sha256 = HexFormat.of().formatHex(digest.digest());
      return new FileFacts(path, size, sha256, kind, header);
    }
  }

  /** Since the walk the file may have become a named pipe, which would be waited for in vain. */
  private static void requireRegular(Path path) throws IOException {
    if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .isRegularFile()) {
      throw new FileSystemException(path.toString(), null, "is no regular file any more");
    }
  }

  /** Fills the buffer, as far as the file goes. */
  private int readHead(InputStream in) throws IOException {
    int filled = 0;
    while (filled < HEAD_BYTES) {
      int count = readBlock(in, filled);
      if (count == -1) {
        break;
      }
      filled += count;
    }
    return filled;
  }

  /** Over what is in the buffer: a file may be larger than the memory. */
  private long readRest(InputStream in) throws IOException {
    long bytes = 0;
    for (int count = readBlock(in, 0); count != -1; count = readBlock(in, 0)) {
      bytes += count;
    }
    return bytes;
  }

  private int readBlock(InputStream in, int offset) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted");
    }
    int count = in.read(buffer, offset, Math.min(BLOCK_BYTES, HEAD_BYTES - offset));
    if (count > 0) {
      digest.update(buffer, offset, count);
    }
    return count;
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

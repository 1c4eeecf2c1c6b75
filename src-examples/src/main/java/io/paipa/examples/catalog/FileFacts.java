package io.paipa.examples.catalog;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * What the catalogue says of a file.
 *
 * @param path the file
 * @param size how many bytes were read
 * @param sha256 their hash, as hexadecimal digits
 * @param kind what the content is
 * @param header of a class file, if it could be made out
 */
record FileFacts(Path path, long size, String sha256, FileKind kind, Optional<ClassHeader> header) {
  /** So much is looked at for the kind: it holds the constant pool of nearly every class. */
  private static final int HEAD_BYTES = 1 << 20;

  /** Reads a file, from its beginning to its end, once. */
  static FileFacts read(Path path) throws IOException {
    requireRegular(path);
    try (Hashing in = new Hashing(Files.newInputStream(path))) {
      byte[] head = in.readNBytes(HEAD_BYTES);
      in.readToEnd();
      FileKind kind = FileKind.of(head);
      Optional<ClassHeader> header =
          kind == FileKind.CLASS ? ClassHeader.parse(head) : Optional.empty();
      return new FileFacts(path, in.bytes(), in.sha256(), kind, header);
    }
  }

  /** Since the walk the file may have become a named pipe, which would be waited for in vain. */
  private static void requireRegular(Path path) throws IOException {
    if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .isRegularFile()) {
      throw new FileSystemException(path.toString(), null, "is no regular file any more");
    }
  }
}

package io.paipa.examples.catalog;

import java.nio.file.Path;
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
record FileFacts(
    Path path, long size, String sha256, FileKind kind, Optional<ClassHeader> header) {}

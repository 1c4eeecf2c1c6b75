package io.paipa.examples.catalog;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file or folder could not be read, in words; its path is said elsewhere. */
final class Reason {
  private Reason() {}

  static String of(Exception failure) {
    if (failure instanceof AccessDeniedException) {
      return "access denied";
    }
    if (failure instanceof NoSuchFileException) {
      return "not there any more";
    }
    if (failure instanceof FileSystemException known && known.getReason() != null) {
      return known.getReason();
    }
    return failure.getClass().getSimpleName() + ": " + failure.getMessage();
  }
}

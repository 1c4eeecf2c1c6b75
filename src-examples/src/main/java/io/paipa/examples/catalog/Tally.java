package io.paipa.examples.catalog;

import java.util.concurrent.atomic.AtomicLong;

/** How far a run has come; counted by the steps, read by the thread that reports. */
final class Tally {
  private final AtomicLong files = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();

  void stored(long moreFiles, long moreBytes) {
    files.addAndGet(moreFiles);
    bytes.addAndGet(moreBytes);
  }

  void failed() {
    failed.incrementAndGet();
  }

  /** Files that are in the database, their chunk committed. */
  long files() {
    return files.get();
  }

  /** How many bytes those files have. */
  long bytes() {
    return bytes.get();
  }

  /** Files and folders that could not be read. */
  long failures() {
    return failed.get();
  }

  /** In a line, for people. */
  @Override
  public String toString() {
    String stored = Units.count(files()) + " files, " + Units.megabytes(bytes()) + " stored";
    return failures() == 0 ? stored : stored + ", " + Units.count(failures()) + " unreadable";
  }
}

package io.paipa.examples.readme;

import io.paipa.AcknowledgedSource;
import io.paipa.Deliveries;
import io.paipa.Settlement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A folder that others put files into. A file is deleted when it has been dealt with, and not
 * before: one that was not comes again, after a restart, too.
 */
// tag::source[]
final class Inbox implements AcknowledgedSource<Path> {
  private final Path folder;
  private final Set<Path> open = new HashSet<>(); // one thread calls all of this

  Inbox(Path folder) {
    this.folder = folder;
  }

  @Override
  public boolean poll(Deliveries<Path> to, Duration limit) throws Exception {
    List<Path> arrived = arrived(to.room());
    for (Path file : arrived) {
      open.add(file);
      to.deliver(file, outcome -> settled(file, outcome));
    }
    if (arrived.isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(Math.min(20, limit.toMillis()));
    }
    return true; // more may come: finish, stop and close end it
  }

  private void settled(Path file, Settlement outcome) throws IOException {
    if (outcome.isFinal()) { // neither failed, nor abandoned by the end of the pipeline
      Files.delete(file);
    }
    open.remove(file);
  }

  // end::source[]

  private List<Path> arrived(int atMost) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !open.contains(file)).sorted().limit(atMost).toList();
    }
  }
}

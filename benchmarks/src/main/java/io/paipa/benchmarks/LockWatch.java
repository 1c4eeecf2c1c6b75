package io.paipa.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * Counts, by the JVM's own events, how often threads wait for a lock: a monitor, or one of {@code
 * java.util.concurrent}, which names itself to the thread that it parks. One that is free when it
 * is wanted leaves no event.
 */
final class LockWatch {
  private static final String MONITOR = "jdk.JavaMonitorEnter";
  private static final String PARK = "jdk.ThreadPark";

  /**
   * A thread that waits there waits for something to happen, such as the source thread for a
   * source.
   */
  private static final String CONDITION = "$ConditionObject";

  private final Recording recording = new Recording();

  /** Watches from now on. */
  LockWatch() {
    recording.enable(MONITOR).withoutThreshold().withoutStackTrace();
    recording.enable(PARK).withoutThreshold().withoutStackTrace();
    recording.start();
  }

  /** Ends the watch, and says how often these threads waited. */
  long waits(LineThreads threads) throws IOException {
    recording.stop();
    Path file = Files.createTempFile("locks", ".jfr");
    try {
      recording.dump(file);
      recording.close();
      return RecordingFile.readAllEvents(file).stream()
          .filter(LockWatch::isOfALock)
          .filter(event -> isBy(event, threads))
          .count();
    } finally {
      Files.delete(file);
    }
  }

  private static boolean isOfALock(RecordedEvent event) {
    if (event.getEventType().getName().equals(MONITOR)) {
      return true;
    }
    if (!event.getEventType().getName().equals(PARK)) {
      return false; // such as one of the engine's own
    }
    RecordedClass parked = event.getClass("parkedClass");
    return parked != null
        && parked.getName().startsWith("java.util.concurrent.")
        && !parked.getName().endsWith(CONDITION);
  }

  private static boolean isBy(RecordedEvent event, LineThreads threads) {
    RecordedThread thread = event.getThread();
    return thread != null && threads.include(thread.getJavaThreadId());
  }
}

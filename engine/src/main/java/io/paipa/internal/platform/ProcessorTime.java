package io.paipa.internal.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What the program has used of the processors, with all its threads. Asked for at most ten times a
 * second, whoever asks: many pipelines share one answer.
 *
 * <p>Linux tells it in a file, for some microseconds. The JDK's own way is the other one: it looks
 * up the command line and the user, too, which may take long.
 *
 * <p><b>Who writes what.</b> All of it is under the monitor, in which a file is read, and nothing
 * is waited for.
 */
public final class ProcessorTime {
  private static final long AGE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final Path FILE = Path.of("/proc/self/stat");

  /** Linux counts in hundredths of a second there, whatever its own ticks are. */
  private static final long TICK_NANOS = 10_000_000;

  /** The time in the program, and the one after it in the system, behind the name's bracket. */
  private static final int USER_TICKS = 11;

  private static long usedNanos;
  private static long askedNanos;
  private static boolean asked;

  private ProcessorTime() {}

  /**
   * What was used since the program's start, lately.
   *
   * @return nanoseconds, of all processors together; 0 where the system does not tell
   */
  public static synchronized long usedNanos() {
    long now = System.nanoTime();
    if (!asked || now - askedNanos >= AGE_NANOS) {
      usedNanos = ask();
      askedNanos = now;
      asked = true;
    }
    return usedNanos;
  }

  private static long ask() {
    try {
      String stat = Files.readString(FILE);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[USER_TICKS + 1]);
      return ticks * TICK_NANOS;
    } catch (IOException | RuntimeException e) { // another system
      return ProcessHandle.current().info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
    }
  }
}

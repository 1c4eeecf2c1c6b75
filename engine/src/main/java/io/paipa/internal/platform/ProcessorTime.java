package io.paipa.internal.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

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

  /**
   * What was used, and when that was asked.
   *
   * @param usedNanos since the program's start, of all processors together; 0 where the system does
   *     not tell
   * @param atNanos by {@link System#nanoTime}
   */
  public record Reading(long usedNanos, long atNanos) {
    /**
     * How many processors were used since an earlier reading, on average.
     *
     * @param earlier the other
     * @return the number; 0 if it is the same reading
     */
    public double processorsSince(Reading earlier) {
      long nanos = atNanos - earlier.atNanos;
      return nanos <= 0 ? 0 : (double) (usedNanos - earlier.usedNanos) / nanos;
    }
  }

  private static @Nullable Reading last;

  private ProcessorTime() {}

  /**
   * What was used, lately.
   *
   * @return a reading that is not older than a tenth of a second
   */
  public static synchronized Reading read() {
    long now = System.nanoTime();
    Reading known = last;
    if (known == null || now - known.atNanos() >= AGE_NANOS) {
      known = new Reading(ask(), now);
      last = known;
    }
    return known;
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

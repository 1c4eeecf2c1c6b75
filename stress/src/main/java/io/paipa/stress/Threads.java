package io.paipa.stress;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The threads of this JVM. */
public final class Threads {
  private static final int FRAMES = 12;

  private Threads() {}

  /**
   * Threads whose names begin so. Virtual ones are not seen.
   *
   * @param prefix what they begin with
   * @return those that live
   */
  public static List<Thread> named(String prefix) {
    ThreadGroup group = Objects.requireNonNull(Thread.currentThread().getThreadGroup());
    Thread[] some = new Thread[group.activeCount() + 256];
    int count = group.enumerate(some);
    List<Thread> named = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (some[i].getName().startsWith(prefix)) {
        named.add(some[i]);
      }
    }
    return named;
  }

  /**
   * Says where a thread is.
   *
   * @param thread the thread
   * @param into gets its name, its state, and some frames of its stack
   */
  public static void describe(Thread thread, StringBuilder into) {
    into.append("  ").append(thread.getName()).append(' ').append(thread.getState()).append('\n');
    Arrays.stream(thread.getStackTrace())
        .limit(FRAMES)
        .forEach(frame -> into.append("      at ").append(frame).append('\n'));
  }
}

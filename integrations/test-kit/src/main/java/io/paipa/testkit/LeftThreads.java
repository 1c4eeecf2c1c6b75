package io.paipa.testkit;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One look at the threads of the JVM: those that work for a pipeline, and whether there are some
 * that nobody can tell of yet. A thread that was started a moment ago has not reached its work, so
 * its stack says nothing. Such a thread is waited for: else a test that leaves it behind would
 * pass.
 */
final class LeftThreads {
  /** What every thread of a pipeline runs, however its factory made it. */
  private static final String WORK = "io.paipa.internal.life.Starting$Once";

  /** The methods that the JVM enters before those of the program. */
  private static final Set<String> ENTRIES = Set.of("run", "runWith");

  private static final int FRAMES = 16;

  private final Map<Thread, StackTraceElement[]> ofPipelines = new HashMap<>();
  private @Nullable Thread unbegun;

  private LeftThreads(Map<Thread, StackTraceElement[]> started) {
    for (Map.Entry<Thread, StackTraceElement[]> entry : started.entrySet()) {
      if (isOfPipeline(entry.getValue())) {
        ofPipelines.put(entry.getKey(), entry.getValue());
      } else if (!hasBegun(entry.getKey(), entry.getValue())) {
        unbegun = entry.getKey();
      }
    }
  }

  /** Looks at the threads of the JVM that are none of those. */
  static LeftThreads since(Set<Thread> known) {
    Map<Thread, StackTraceElement[]> all = Thread.getAllStackTraces();
    all.keySet().removeAll(known);
    return new LeftThreads(all);
  }

  /** A thread for whose end, or whose work, another look waits; null if none is worth it. */
  @Nullable Thread awaited() {
    return unbegun != null ? unbegun : ofPipelines.keySet().stream().findAny().orElse(null);
  }

  Set<Thread> ofPipelines() {
    return ofPipelines.keySet();
  }

  /** Their names and stacks, each on lines of their own. */
  String words() {
    return ofPipelines.entrySet().stream().map(LeftThreads::words).collect(Collectors.joining());
  }

  private static boolean isOfPipeline(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      if (frame.getClassName().equals(WORK)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasBegun(Thread thread, StackTraceElement[] stack) {
    if (isOfJvm(thread)) {
      return true; // some of these never show a frame
    }
    for (StackTraceElement frame : stack) {
      if (!ENTRIES.contains(frame.getMethodName())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOfJvm(Thread thread) {
    ThreadGroup group = thread.getThreadGroup();
    return group == null || group.getParent() == null; // null: it has ended
  }

  private static String words(Map.Entry<Thread, StackTraceElement[]> entry) {
    StringBuilder words = new StringBuilder(System.lineSeparator());
    words.append("  ").append(entry.getKey().getName());
    StackTraceElement[] stack = entry.getValue();
    for (int i = 0; i < Math.min(FRAMES, stack.length); i++) {
      words.append(System.lineSeparator()).append("    at ").append(stack[i]);
    }
    return words.toString();
  }
}

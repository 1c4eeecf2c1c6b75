package io.paipa.internal.platform;

import org.jspecify.annotations.Nullable;

/** Shows where threads are. */
public final class Stacks {
  private Stacks() {}

  /** The top of a thread's stack, each frame on a line of its own; empty if there is none. */
  public static String top(@Nullable Thread thread, int frames, String indent) {
    if (thread == null) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    StackTraceElement[] stack = thread.getStackTrace();
    for (int i = 0; i < Math.min(frames, stack.length); i++) {
      text.append(System.lineSeparator()).append(indent).append("at ").append(stack[i]);
    }
    return text.toString();
  }
}

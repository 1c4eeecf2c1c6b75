package io.paipa.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What {@link LeavesNoPipeline} does. Has no state but what it keeps in the context. */
final class NoPipelineLeft implements BeforeEachCallback, AfterEachCallback {
  private static final ExtensionContext.Namespace OURS =
      ExtensionContext.Namespace.create(NoPipelineLeft.class);

  /** What every thread of a pipeline runs, however its factory made it. */
  private static final String WORK = "io.paipa.internal.life.Starting$Once";

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int FRAMES = 16;

  /** For JUnit. */
  NoPipelineLeft() {}

  /** What there was before a test, and what it has begun. */
  private record Before(Set<Thread> threads, TestScope scope) {}

  @Override
  public void beforeEach(ExtensionContext context) {
    context.getStore(OURS).put(Before.class, new Before(ofPipelines().keySet(), TestScope.begin()));
  }

  @Override
  public void afterEach(ExtensionContext context) throws InterruptedException {
    TestScope.end();
    Before before = Objects.requireNonNull(context.getStore(OURS).get(Before.class, Before.class));
    List<AssertionError> errors = new ArrayList<>();
    for (PipelineTest<?, ?> test : before.scope.open()) {
      try {
        test.close();
      } catch (AssertionError e) {
        errors.add(e);
      }
    }
    checkGone(before.threads, errors);
    if (!errors.isEmpty()) {
      AssertionError first = errors.remove(0);
      errors.forEach(first::addSuppressed);
      throw first;
    }
  }

  private static void checkGone(Set<Thread> before, List<AssertionError> errors)
      throws InterruptedException {
    long start = System.nanoTime();
    Map<Thread, StackTraceElement[]> left = since(before);
    while (!left.isEmpty() && System.nanoTime() - start < PATIENCE_NANOS) {
      left.keySet().iterator().next().join(10);
      left = since(before);
    }
    if (!left.isEmpty()) {
      errors.add(
          new AssertionError(
              "the test has left "
                  + left.size()
                  + " threads of pipelines behind. End each pipeline in the test: finish and await"
                  + " its end, or close it"
                  + left.entrySet().stream()
                      .map(NoPipelineLeft::words)
                      .collect(Collectors.joining())));
    }
  }

  private static Map<Thread, StackTraceElement[]> since(Set<Thread> before) {
    Map<Thread, StackTraceElement[]> now = ofPipelines();
    now.keySet().removeAll(before);
    return now;
  }

  private static Map<Thread, StackTraceElement[]> ofPipelines() {
    Map<Thread, StackTraceElement[]> all = Thread.getAllStackTraces();
    return all.entrySet().stream()
        .filter(entry -> isOfPipeline(entry.getValue()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static boolean isOfPipeline(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      if (frame.getClassName().equals(WORK)) {
        return true;
      }
    }
    return false;
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

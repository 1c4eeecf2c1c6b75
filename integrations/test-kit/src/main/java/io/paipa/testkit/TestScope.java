package io.paipa.testkit;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The pipelines that one test has begun, and not closed. A test may run in a thread of its own,
 * that JUnit starts for its time limit. So threads that are started within a test belong to it.
 *
 * <p>Any thread adds and removes.
 */
final class TestScope {
  private static final InheritableThreadLocal<@Nullable TestScope> CURRENT =
      new InheritableThreadLocal<>();

  private final Set<PipelineTest<?, ?>> open = ConcurrentHashMap.newKeySet();

  /** Begins one for the calling thread, and those that it will start. */
  static TestScope begin() {
    TestScope scope = new TestScope();
    CURRENT.set(scope);
    return scope;
  }

  /** Ends it, in the thread that has begun it. */
  static void end() {
    CURRENT.remove();
  }

  /** That of the calling thread; null if no extension has begun one. */
  static @Nullable TestScope current() {
    return CURRENT.get();
  }

  void add(PipelineTest<?, ?> test) {
    open.add(test);
  }

  void remove(PipelineTest<?, ?> test) {
    open.remove(test);
  }

  /** Those that were not closed. */
  List<PipelineTest<?, ?>> open() {
    return List.copyOf(open);
  }
}

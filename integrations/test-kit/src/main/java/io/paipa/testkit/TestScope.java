package io.paipa.testkit;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The pipelines that one test has begun, and not closed; or that a test class has begun before its
 * tests. A test may run in a thread of its own, that JUnit starts for its time limit. So threads
 * that are started within a test belong to it.
 *
 * <p>Any thread adds and removes.
 */
final class TestScope {
  private static final InheritableThreadLocal<@Nullable TestScope> CURRENT =
      new InheritableThreadLocal<>();

  private final Set<PipelineTest<?, ?>> open = ConcurrentHashMap.newKeySet();

  /** At first all of the JVM's: one of a pipeline may not have begun its work yet. */
  private final Set<Thread> known = ConcurrentHashMap.newKeySet();

  /** That of the class, or of an outer class; null if there is none. */
  private final @Nullable TestScope around;

  private final boolean ofTest;
  private final Thread beginner = Thread.currentThread();

  private TestScope(@Nullable TestScope around, boolean ofTest) {
    this.around = around;
    this.ofTest = ofTest;
    known.addAll(Thread.getAllStackTraces().keySet());
  }

  /** Begins that of a class for the calling thread, and those that it will start. */
  static TestScope beginClass() {
    return begin(false);
  }

  /**
   * Begins that of a test for the calling thread, and those that it will start; goes on with the
   * one that it has begun for the same test.
   */
  static TestScope beginTest() {
    TestScope current = CURRENT.get();
    boolean goesOn = current != null && current.ofTest && current.isOfCaller();
    return goesOn ? current : begin(true);
  }

  private static TestScope begin(boolean ofTest) {
    TestScope scope = new TestScope(CURRENT.get(), ofTest);
    CURRENT.set(scope);
    return scope;
  }

  /** False if the calling thread has inherited it. */
  private boolean isOfCaller() {
    return beginner == Thread.currentThread();
  }

  /** Ends it, in the thread that has begun it. */
  void end() {
    if (around == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(around);
    }
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

  /**
   * The threads that there were when it began, and those that a test within it has been told of.
   */
  Set<Thread> known() {
    return known;
  }

  /** A test was told of threads: its class is not told again. */
  void tellOnce(Set<Thread> left) {
    for (TestScope each = around; each != null; each = each.around) {
      each.known.addAll(left);
    }
  }
}

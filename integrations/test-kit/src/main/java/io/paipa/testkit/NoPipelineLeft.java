package io.paipa.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;

/**
 * What {@link LeavesNoPipeline} does. Has no state but what it keeps in the contexts. What a test
 * begins is closed after it; what a class begins, before all its tests, after the last of them.
 */
final class NoPipelineLeft
    implements TestInstancePreConstructCallback,
        BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback {
  private static final ExtensionContext.Namespace OURS =
      ExtensionContext.Namespace.create(NoPipelineLeft.class);

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int LOOK_MILLIS = 10;

  /** For JUnit. */
  NoPipelineLeft() {}

  /** Before the fields of a test class are initialised. */
  @Override
  public void preConstructTestInstance(
      TestInstanceFactoryContext factoryContext, ExtensionContext context) {
    if (context.getTestInstanceLifecycle().equals(Optional.of(Lifecycle.PER_CLASS))) {
      beginClass(context);
    } else {
      TestScope.beginTest(); // in its thread; a nested class is constructed after the outer one
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    beginClass(context);
  }

  private static void beginClass(ExtensionContext context) {
    String key = context.getUniqueId(); // a store has what those of the outer classes have
    if (context.getStore(OURS).get(key) == null) {
      context.getStore(OURS).put(key, TestScope.beginClass());
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    context.getStore(OURS).put(context.getUniqueId(), TestScope.beginTest());
  }

  @Override
  public void afterEach(ExtensionContext context) throws InterruptedException {
    end(context);
  }

  @Override
  public void afterAll(ExtensionContext context) throws InterruptedException {
    end(context);
  }

  private static void end(ExtensionContext context) throws InterruptedException {
    TestScope scope =
        Objects.requireNonNull(context.getStore(OURS).get(context.getUniqueId(), TestScope.class));
    scope.end();
    List<Throwable> errors = new ArrayList<>();
    for (PipelineTest<?, ?> test : scope.open()) {
      try {
        test.close();
      } catch (AssertionError | RuntimeException e) {
        errors.add(e);
      }
    }
    checkGone(scope, errors);
    if (!errors.isEmpty()) {
      AssertionError first =
          errors.get(0) instanceof AssertionError error ? error : new AssertionError(errors.get(0));
      errors.stream().skip(1).forEach(first::addSuppressed);
      throw first;
    }
  }

  private static void checkGone(TestScope scope, List<Throwable> errors)
      throws InterruptedException {
    long start = System.nanoTime();
    LeftThreads left = LeftThreads.since(scope.known());
    Thread awaited = left.awaited();
    while (awaited != null && System.nanoTime() - start < PATIENCE_NANOS) {
      awaited.join(LOOK_MILLIS);
      left = LeftThreads.since(scope.known());
      awaited = left.awaited();
    }
    Set<Thread> threads = left.ofPipelines();
    if (!threads.isEmpty()) {
      scope.tellOnce(threads);
      errors.add(
          new AssertionError(
              "the test has left "
                  + threads.size()
                  + " threads of pipelines behind. End each pipeline in the test: finish and await"
                  + " its end, or close it"
                  + left.words()));
    }
  }
}

package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.unloading.AnewLoader;
import io.paipa.unloading.Application;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Logger;
import jdk.jfr.Recording;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An application that has used pipelines can be unloaded, a web application for example. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ClassLoaderTest {
  private static final Logger LOG = Logger.getLogger("io.paipa");

  /**
   * The JVM may be what holds it. On JDK 25 it was seen to be gone after 30 seconds, rarely, and to
   * have no reference from the heap or a frame before: so long the JDK keeps an idle carrier of
   * virtual threads.
   */
  private static final Duration UNLOADED_WITHIN = Duration.ofSeconds(60);

  /** A thread that is neither the engine's nor the application's. */
  private final ExecutorService others = Executors.newSingleThreadExecutor();

  @BeforeEach
  void beQuiet() throws InterruptedException {
    LOG.setUseParentHandlers(false);
    Threads.awaitEndOfTheClock(); // the application is the one for which they are made
  }

  @AfterEach
  void shouldLeaveNoThread() {
    LOG.setUseParentHandlers(true);
    others.shutdown();
    Threads.assertNoneOf("application");
    Threads.assertNoneOf("other");
  }

  @Test
  void shouldNotKeepAnApplicationWhileAnotherUsesPipelines() throws Exception {
    others.submit(() -> {}).get(); // its thread is made here
    WeakReference<ClassLoader> application =
        runAnew(new AnewLoader(Application.class.getPackageName()), others);
    assertThat(Threads.ofTheClock()).isNotEmpty();
    try (Pipeline<Integer, Integer> other =
        Pipeline.<Integer>named("other")
            .map("same", item -> item)
            .workers(2)
            .itemTimeout(Duration.ofMillis(100))
            .build()
            .start()) {
      other.put(1);
      awaitUnloaded(application);
      assertThat(Threads.ofTheClock()).isNotEmpty();
    }
  }

  @Test
  void shouldNotKeepItself() throws Exception {
    others.submit(() -> {}).get();
    WeakReference<ClassLoader> application =
        runAnew(new AnewLoader("io.paipa.", "com.lmax.disruptor.", "org.agrona."), others);
    awaitUnloaded(application);
  }

  /** The recorder notes what it wants to know of, and not by whose class. */
  @Test
  void shouldNotKeepItselfWhileSomebodyRecords() throws Exception {
    others.submit(() -> {}).get();
    try (Recording recording = new Recording()) {
      recording.enable("io.paipa.StepCounts").withPeriod(Duration.ofMillis(10));
      recording.enable("io.paipa.Attempt");
      recording.start();
      WeakReference<ClassLoader> application =
          runAnew(new AnewLoader("io.paipa.", "com.lmax.disruptor.", "org.agrona."), others);
      awaitUnloaded(application);
    }
  }

  /** Runs an application, as its class loader makes it, in a thread that has that loader. */
  private static WeakReference<ClassLoader> runAnew(ClassLoader loader, Executor others)
      throws Exception {
    Class<?> type = loader.loadClass(Application.class.getName());
    assertThat(type.getClassLoader()).isSameAs(loader);
    @SuppressWarnings("unchecked")
    Consumer<Executor> application = (Consumer<Executor>) type.getConstructor().newInstance();
    FutureTask<Boolean> task = new FutureTask<>(() -> application.accept(others), true);
    Thread thread = new Thread(task, "application");
    thread.setContextClassLoader(loader);
    thread.start();
    assertThat(task.get(40, TimeUnit.SECONDS)).isTrue();
    thread.join();
    return new WeakReference<>(loader);
  }

  private static void awaitUnloaded(WeakReference<ClassLoader> loader) {
    Threads.await(
        UNLOADED_WITHIN,
        () -> {
          System.gc();
          return loader.get() == null;
        });
  }
}

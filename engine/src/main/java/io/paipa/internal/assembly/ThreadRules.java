package io.paipa.internal.assembly;

import io.paipa.StepOption;
import io.paipa.StepOptions;
import io.paipa.internal.platform.VirtualThreads;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Refuses threads that don't go with how a step waits. For one build: whether the user's factory
 * makes virtual threads is found out once, and only where a step polls.
 */
final class ThreadRules {
  private final String pipelineName;
  private final @Nullable ThreadFactory factory;
  private @Nullable Boolean factoryIsVirtual;

  ThreadRules(String pipelineName, @Nullable ThreadFactory factory) {
    this.pipelineName = pipelineName;
    this.factory = factory;
  }

  /** By the option, virtual threads are made by the JDK alone; and none may poll. */
  void check(String stepName, StepOptions options) {
    String problem =
        OptionValues.of(options, StepOption.VIRTUAL_THREADS)
            ? problemOfOption(options)
            : problemOfFactory(options);
    if (problem != null) {
      throw new IllegalStateException(
          "pipeline '" + pipelineName + "', step '" + stepName + "': " + problem);
    }
  }

  private @Nullable String problemOfOption(StepOptions options) {
    if (!VirtualThreads.areSupported()) {
      return "virtual threads: this JDK has none; run on JDK 21 or newer, or leave virtualThreads()"
          + " out";
    } else if (factory != null) {
      return "virtual threads: they exclude a threadFactory; leave one of the two out";
    }
    return OptionValues.polls(options) ? "virtual threads: " + VirtualThreads.MAY_NOT_POLL : null;
  }

  private @Nullable String problemOfFactory(StepOptions options) {
    return OptionValues.polls(options) && isFactoryVirtual()
        ? "the threadFactory makes virtual threads; " + VirtualThreads.MAY_NOT_POLL
        : null;
  }

  private boolean isFactoryVirtual() {
    Boolean known = factoryIsVirtual;
    if (known == null) {
      known = factory != null && makesVirtual(factory);
      factoryIsVirtual = known;
    }
    return known;
  }

  /** Has it make a thread, which is never started. */
  @SuppressWarnings({"ConstantValue", "NullAway"}) // user code may well give null
  private static boolean makesVirtual(ThreadFactory factory) {
    try {
      Thread thread = factory.newThread(() -> {});
      return thread != null && VirtualThreads.isVirtual(thread);
    } catch (Throwable t) {
      return false; // the start finds out what is wrong with it
    }
  }
}

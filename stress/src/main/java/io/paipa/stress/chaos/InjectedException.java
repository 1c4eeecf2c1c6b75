package io.paipa.stress.chaos;

import java.io.Serial;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Thrown on purpose. Each is thrown once. */
@SuppressWarnings({"InfiniteRecursion", "OverrideThrowableToString"}) // that is what is tried
final class InjectedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;
  private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Oddities.Words words;

  InjectedException(String what) {
    this(what, Oddities.Words.PLAIN);
  }

  InjectedException(String what, Oddities.Words words) {
    super(what, null, true, false);
    this.words = words;
  }

  @Override
  public String toString() {
    switch (words) {
      case SLOW -> LockSupport.parkNanos(SLOW_NANOS);
      case NONE -> throw new IllegalStateException("no words");
      case ENDLESS -> {
        return "endless " + this;
      }
      case PLAIN -> {}
    }
    return super.toString();
  }
}

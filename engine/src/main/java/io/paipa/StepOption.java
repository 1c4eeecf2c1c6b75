package io.paipa;

import java.io.InvalidObjectException;
import java.io.Serializable;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An option of a step. A reader of a {@link StepDefinition} asks for it by the constant here. The
 * constant says all that is to be known of it: its name, its default, which values it takes, and
 * which kinds of steps can have it. The method of {@link StepSettings}, {@link ItemSettings} or
 * {@link ChunkBuilder} that has its name sets it, and says what it does.
 *
 * <p>There is one instance of each option, also after it was deserialised.
 *
 * @param <V> type of the value
 */
public final class StepOption<V> implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Before the options, which put themselves in. Not changed after them. */
  private static final Map<String, StepOption<?>> ALL = new LinkedHashMap<>();

  /** {@code build()} takes some 1.5 kB for each: 100 MB for so many. */
  private static final int MAX_WORKERS = 65_536;

  /** {@code build()} takes 8 to 12 bytes for each: up to 200 MB for so many. */
  private static final int MAX_CAPACITY = 1 << 24;

  /** {@link StepSettings#workers}. */
  public static final StepOption<Integer> WORKERS =
      ofAllSteps("workers", 1, StepOption::checkWorkers);

  /** {@link StepSettings#capacity}. */
  public static final StepOption<Integer> CAPACITY =
      ofAllSteps("capacity", 1_024, StepOption::checkCapacity);

  /** {@link StepSettings#claimAhead}. */
  public static final StepOption<Integer> CLAIM_AHEAD =
      ofAllSteps("claimAhead", 1, items -> Checks.atLeastOne(items, "claimAhead", "items"));

  /** {@link StepSettings#waiting}. */
  public static final StepOption<Waiting> WAITING =
      ofAllSteps("waiting", Waiting.parking(), waiting -> {});

  /** {@link StepSettings#virtualThreads}. */
  public static final StepOption<Boolean> VIRTUAL_THREADS =
      ofAllSteps("virtualThreads", false, virtual -> {});

  /** {@link StepSettings#stallAfter}. */
  public static final StepOption<Duration> STALL_AFTER =
      ofAllSteps(
          "stallAfter", Duration.ofSeconds(30), limit -> Checks.positive(limit, "stallAfter"));

  /** {@link ItemSettings#ordered}. */
  public static final StepOption<Boolean> ORDERED = ofItems("ordered", false, ordered -> {});

  /** {@link ItemSettings#keyed}. The default is no keys. */
  public static final StepOption<KeyFunction<?>> KEYED = ofItems("keyed", null, key -> {});

  /** {@link ItemSettings#retrying(int, Backoff)}. */
  public static final StepOption<Retries> RETRYING =
      ofItems("retrying", new Retries(0, Backoff.none(), Retries.OF_ANY), retries -> {});

  /** {@link ItemSettings#onFailure}, and {@link ChunkBuilder#onFailure}. */
  public static final StepOption<FailurePolicy<?>> ON_FAILURE =
      new StepOption<>(
          "onFailure",
          FailurePolicy.failPipeline(),
          policy -> {},
          List.of(
              StepDefinition.OfItems.class,
              StepDefinition.Async.class,
              StepDefinition.Chunking.class));

  /** {@link ItemSettings#itemTimeout}. The default is no limit. */
  public static final StepOption<Duration> ITEM_TIMEOUT =
      ofItems("itemTimeout", null, limit -> Checks.positive(limit, "itemTimeout"));

  /** {@link ItemSettings#rate(RateLimiter)}. The default is no limit. */
  public static final StepOption<Rate> RATE = ofItems("rate", null, rate -> {});

  /** Its name, which is all that is serialised. */
  private final String name;

  private final transient @Nullable V defaultValue;
  private final transient Consumer<V> check;
  private final transient List<Class<? extends StepDefinition>> steps;

  private StepOption(
      String name,
      @Nullable V defaultValue,
      Consumer<V> check,
      List<Class<? extends StepDefinition>> steps) {
    this.name = name;
    this.defaultValue = defaultValue;
    this.check = check;
    this.steps = steps;
    ALL.put(name, this);
  }

  private static <V> StepOption<V> ofAllSteps(
      String name, @Nullable V defaultValue, Consumer<V> check) {
    return new StepOption<>(name, defaultValue, check, List.of(StepDefinition.class));
  }

  private static <V> StepOption<V> ofItems(
      String name, @Nullable V defaultValue, Consumer<V> check) {
    return new StepOption<>(
        name,
        defaultValue,
        check,
        List.of(StepDefinition.OfItems.class, StepDefinition.Async.class));
  }

  /**
   * How often an item is tried again, when, and after which exceptions.
   *
   * @param max how often, after the first attempt; not negative
   * @param backoff how long to wait before a retry
   * @param retryable says of an exception whether another attempt may help
   * @serial exclude
   */
  @SuppressWarnings("InvalidBlockTag") // a record may have it: its fields have no comments
  public record Retries(int max, Backoff backoff, CheckedPredicate<? super Exception> retryable)
      implements Serializable {
    /** All exceptions are worth another attempt. */
    static final CheckedPredicate<Exception> OF_ANY = exception -> true;

    /**
     * Checks the values.
     *
     * @param max how often, after the first attempt; not negative
     * @param backoff how long to wait before a retry
     * @param retryable says of an exception whether another attempt may help
     * @throws IllegalArgumentException if the number is negative
     */
    public Retries {
      if (max < 0) {
        throw new IllegalArgumentException(
            "maxRetries: " + max + " is not a number of retries; 0 or more");
      }
      Objects.requireNonNull(backoff, "backoff: null; Backoff.none() retries at once");
      Objects.requireNonNull(retryable, "retryable: null is not a predicate");
    }
  }

  /**
   * How often attempts may begin.
   *
   * @param limiter the limiter, which others may have, too
   * @param cost how many permits an attempt at an item takes; null if each takes one
   * @serial exclude
   */
  @SuppressWarnings("InvalidBlockTag") // a record may have it: its fields have no comments
  public record Rate(RateLimiter limiter, @Nullable Weigher<?> cost) implements Serializable {
    /**
     * Checks the values.
     *
     * @param limiter the limiter, which others may have, too
     * @param cost how many permits an attempt at an item takes; null if each takes one
     */
    public Rate {
      Objects.requireNonNull(limiter, "rate: null is not a limiter; leave the option out for none");
    }
  }

  /**
   * The option's name, which is that of the method that sets it.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * What counts where nothing is set.
   *
   * @return the default; empty if there is none, or if it depends on other options
   */
  public Optional<V> defaultValue() {
    return Optional.ofNullable(defaultValue);
  }

  /**
   * Whether a step is of a kind that can have this option.
   *
   * @param step the step
   * @return true if so
   */
  public boolean appliesTo(StepDefinition step) {
    return steps.stream().anyMatch(kind -> kind.isInstance(step));
  }

  /** A value that this option takes. */
  V checked(V value) {
    Objects.requireNonNull(value, () -> name + ": null; " + defaultInWords());
    check.accept(value);
    return value;
  }

  private String defaultInWords() {
    return defaultValue == null
        ? "leave the option out, if it is not to be set"
        : "the default is " + defaultValue;
  }

  private static void checkWorkers(int count) {
    Checks.atLeastOne(count, "workers", "workers");
    if (count > MAX_WORKERS) {
      throw new IllegalArgumentException(
          "workers: "
              + count
              + " are too many for a step; at most 65,536. Each is a thread: as many as are to work"
              + " at once are enough, for further items wait in the step's ring");
    }
  }

  private static void checkCapacity(int slots) {
    if (slots < 2 || slots > MAX_CAPACITY || Integer.bitCount(slots) != 1) {
      throw new IllegalArgumentException(
          "capacity: " + slots + " is not a number of slots; a power of two from 2 to 2^24");
    }
  }

  /**
   * The one instance.
   *
   * @return the option of this name
   * @throws InvalidObjectException if this version has no such option
   */
  private Object readResolve() throws InvalidObjectException {
    StepOption<?> known = ALL.get(name);
    if (known == null) {
      throw new InvalidObjectException("option '" + name + "': this version does not know it");
    }
    return known;
  }

  @Override
  public String toString() {
    return name;
  }
}

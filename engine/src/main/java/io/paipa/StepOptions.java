package io.paipa;

import com.google.errorprone.annotations.CheckReturnValue;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A set of options to keep and to use again, by {@link StepSettings#with(StepOptions)} and {@link
 * Builder#defaults}. It does not know the type of the items, so a {@linkplain #onFailure failure
 * policy} in it takes any. Immutable; it can be read, and is serialisable as far as its values are.
 *
 * <p>Meant for static import: {@code options().workers(4).retrying(3, Backoff.none())}.
 */
@CheckReturnValue
public final class StepOptions implements ItemSettings<Object, StepOptions>, Serializable {
  private static final long serialVersionUID = 1L;
  private static final StepOptions NONE = new StepOptions(Map.of());

  /** Not changed; in the order in which they were set. */
  private final transient Map<StepOption<?>, Object> values;

  private StepOptions(Map<StepOption<?>, Object> values) {
    this.values = values;
  }

  /**
   * Options with nothing set.
   *
   * @return the options
   */
  public static StepOptions options() {
    return NONE;
  }

  @Override
  public <V> StepOptions set(StepOption<V> option, V value) {
    Objects.requireNonNull(option, "option: null is not an option");
    return and(Map.of(option, option.checked(value)));
  }

  @Override
  public StepOptions with(StepOptions options) {
    return and(given(options).values);
  }

  @Override
  public StepOptions with(UnaryOperator<StepOptions> options) {
    Objects.requireNonNull(options, "options: null is not a function");
    return Objects.requireNonNull(options.apply(this), "options: the function gave null");
  }

  private StepOptions and(Map<StepOption<?>, Object> others) {
    Map<StepOption<?>, Object> all = new LinkedHashMap<>(values);
    all.putAll(others);
    return new StepOptions(all);
  }

  /**
   * The value of an option, if it is set.
   *
   * @param option the option, such as {@link StepOption#WORKERS}
   * @param <V> type of the value
   * @return the value; empty if the option is not set
   */
  public <V> Optional<V> get(StepOption<V> option) {
    return Optional.ofNullable(value(option));
  }

  /**
   * The value of an option, or its default.
   *
   * @param option the option, such as {@link StepOption#WORKERS}
   * @param <V> type of the value
   * @return the value; empty if the option is not set and has no {@linkplain
   *     StepOption#defaultValue default}
   */
  public <V> Optional<V> getOrDefault(StepOption<V> option) {
    return get(option).or(option::defaultValue);
  }

  @SuppressWarnings("unchecked") // as set() put it in
  private <V> @Nullable V value(StepOption<V> option) {
    return (V) values.get(option);
  }

  /** An option that is set here, and that a step can't have; or null. */
  @Nullable StepOption<?> misplacedAt(StepDefinition step) {
    for (StepOption<?> option : values.keySet()) {
      if (!option.appliesTo(step)) {
        return option;
      }
    }
    return null;
  }

  /** These options, and what they leave open as those of the given ones say that are taken. */
  StepOptions orElse(StepOptions defaults, Predicate<StepOption<?>> takes) {
    Map<StepOption<?>, Object> all = new LinkedHashMap<>();
    defaults.values.forEach(
        (option, value) -> {
          if (takes.test(option)) {
            all.put(option, value);
          }
        });
    all.putAll(values);
    return new StepOptions(all);
  }

  static StepOptions given(@Nullable StepOptions options) {
    return Objects.requireNonNull(options, "options: null; StepOptions.options() sets nothing");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StepOptions options && options.values.equals(values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }

  /**
   * What is serialised instead.
   *
   * @return the options that are set
   */
  private Object writeReplace() {
    LinkedHashMap<StepOption<?>, Object> named = new LinkedHashMap<>();
    values.forEach((option, value) -> named.put(option, new NamedPart("option " + option, value)));
    return new Written(named);
  }

  /**
   * The serialised form.
   *
   * @param values the options that are set; when it is read, no value is a named part any more
   */
  private record Written(LinkedHashMap<StepOption<?>, Object> values) implements Serializable {
    private Object readResolve() {
      return new StepOptions(values);
    }
  }
}

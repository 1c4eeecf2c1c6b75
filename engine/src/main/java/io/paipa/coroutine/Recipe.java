package io.paipa.coroutine;

import com.google.errorprone.annotations.CheckReturnValue;
import io.paipa.CheckedFunction;
import io.paipa.CheckedPredicate;
import io.paipa.IteratorStep;
import io.paipa.MultiFunction;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A list of named steps that map an iterator over items to an iterator over results, in the thread
 * that reads the results. A value: it can be applied to any number of sources, and be part of
 * others.
 *
 * <pre>{@code
 * Recipe<String, Integer> odd = Recipe.<String>identity()
 *     .then("parse", Recipe.mapping(Integer::parseInt))
 *     .then("odd", Recipe.filtering(i -> i % 2 != 0));
 * try (CloseableIterator<Integer> numbers = odd.on(Files.lines(file))) {
 *   numbers.forEachRemaining(System.out::println);
 * }
 * }</pre>
 *
 * <p><b>Steps.</b> Anything that maps an iterator to an iterator is one ({@link IteratorStep}):
 * nothing has to be extended. A recipe is one, too, so recipes nest, and are steps of a threaded
 * pipeline ({@link io.paipa.Builder#iterate}), where each worker applies them to its share.
 *
 * <p><b>Lazy.</b> {@link #apply}, {@link #on} and {@link #over} call and open nothing. That happens
 * when the first result is asked for; and no item is pulled that is not needed for the results
 * asked for. {@code hasNext} asks for a result.
 *
 * <p><b>Closing.</b> See {@link CloseableIterator}. Closed are the source, iterators that steps
 * return, and what {@link #flatten} and {@link #flatMapping} give the elements of, if they are
 * {@link AutoCloseable}; each once, what was opened last first. An interrupt flag is put aside
 * meanwhile.
 *
 * <p><b>Exceptions.</b> What a step throws comes out as it is, if it is unchecked; a checked
 * exception as the cause of a {@link io.paipa.PipelineException} that names the step and the item.
 * {@link io.paipa.Skip} drops the item, in {@code mapping}, {@code filtering}, {@code flatMapping}
 * and {@code mapMulti}. Null is neither an item nor a result: {@link NullPointerException}, naming
 * the step. There are no retries.
 *
 * <p><b>Thread safety.</b> A recipe is immutable. Several threads may apply it; they share the
 * functions in it, but no state of ours.
 *
 * @param <I> type of the items
 * @param <O> type of the results
 */
public final class Recipe<I, O> implements IteratorStep<I, O> {
  private static final long serialVersionUID = 1L;
  private static final Recipe<?, ?> IDENTITY = new Recipe<>(List.of());

  /** The steps, in their order. */
  private final NamedStep[] steps;

  private Recipe(List<NamedStep> steps) {
    this.steps = steps.toArray(NamedStep[]::new);
  }

  private static <I, O> Recipe<I, O> step(String name, Stage stage) {
    return new Recipe<>(List.of(new NamedStep(name, stage)));
  }

  /**
   * The recipe without steps, whose results are the items; mostly to begin another.
   *
   * @param <T> type of the items
   * @return the recipe
   */
  @SuppressWarnings("unchecked") // it touches no item
  public static <T> Recipe<T, T> identity() {
    return (Recipe<T, T>) IDENTITY;
  }

  /**
   * A recipe of one step.
   *
   * @param name for messages and reports; not blank
   * @param step the step; a recipe of several keeps their names, with this one before them
   * @param <I> type of the items
   * @param <O> type of the results
   * @return the recipe
   */
  public static <I, O> Recipe<I, O> of(String name, IteratorStep<I, O> step) {
    return Recipe.<I>identity().then(name, step);
  }

  /**
   * A step that gives one result for each item.
   *
   * @param function gives the result, not null
   * @param <I> type of the items
   * @param <O> type of the results
   * @return the recipe of this step
   */
  public static <I, O> Recipe<I, O> mapping(CheckedFunction<? super I, ? extends O> function) {
    return step("mapping", PerItem.mapping(nonNull(function, "mapping: null is not a function")));
  }

  /**
   * A step that drops items.
   *
   * @param predicate says which stay
   * @param <T> type of the items
   * @return the recipe of this step
   */
  public static <T> Recipe<T, T> filtering(CheckedPredicate<? super T> predicate) {
    return step(
        "filtering", PerItem.filtering(nonNull(predicate, "filtering: null is not a predicate")));
  }

  /**
   * A step that gives the elements of a stream for each item. The streams are pulled element by
   * element. Each is closed at its end, or with the results.
   *
   * @param function gives the stream, not null
   * @param <I> type of the items
   * @param <O> type of the results
   * @return the recipe of this step
   */
  public static <I, O> Recipe<I, O> flatMapping(
      CheckedFunction<? super I, ? extends Stream<? extends O>> function) {
    return step(
        "flatMapping",
        Flattening.flatMapping(nonNull(function, "flatMapping: null is not a function")));
  }

  /**
   * A step that gives any number of results for each item. Those of a call that throws are dropped.
   *
   * @param perIterator gives a function, with state of its own if it likes, each time the recipe is
   *     applied. The recipe is serialisable if this is
   * @param <I> type of the items
   * @param <O> type of the results
   * @return the recipe of this step. An emit after the call, or in another thread, is refused
   *     there. It is thrown to the reader of the results, too, for what was emitted is lost
   */
  public static <I, O> Recipe<I, O> mapMulti(
      Supplier<? extends MultiFunction<? super I, O>> perIterator) {
    return step(
        "mapMulti", new MultiMapping(nonNull(perIterator, "mapMulti: null is not a supplier")));
  }

  /**
   * A step that collects items into lists; the last may be shorter. Each is fresh and unmodifiable.
   *
   * @param size how many items a list, at least 1
   * @param <T> type of the items
   * @return the recipe of this step
   */
  public static <T> Recipe<T, List<T>> chunk(int size) {
    if (size < 1) {
      throw new IllegalArgumentException(
          "size: " + size + " is not a number of items in a chunk; at least 1");
    }
    return step("chunk", new Chunking(size));
  }

  /**
   * A step that gives the elements of each item, one by one. It uses the items up: the iterator of
   * each, and then the item, is closed at the end of its elements, or with the results, if it is
   * {@link AutoCloseable}. Items that were not reached are not closed.
   *
   * @param <T> type of the elements
   * @return the recipe of this step
   */
  public static <T> Recipe<Iterable<? extends T>, T> flatten() {
    return step("flatten", Flattening.flatten());
  }

  /**
   * Reads an iterator to its end, for what its steps do.
   *
   * @param items the iterator; not closed, but results of a recipe close themselves at their end
   * @return how many items there were
   */
  public static long consume(Iterator<?> items) {
    long[] count = new long[1];
    nonNull(items, "consume: null is not an iterator").forEachRemaining(item -> count[0]++);
    return count[0];
  }

  /**
   * Pulls some items from an iterator, for what its steps do. Does not look whether there are more.
   *
   * @param items the iterator; not closed
   * @param limit how many at most, not negative
   * @return how many there were
   */
  public static long consume(Iterator<?> items, long limit) {
    nonNull(items, "consume: null is not an iterator");
    if (limit < 0) {
      throw new IllegalArgumentException("limit: " + limit + " is negative");
    }
    long count = 0;
    while (count < limit && items.hasNext()) {
      items.next();
      count++;
    }
    return count;
  }

  /**
   * This recipe with a step more; or with all steps of another recipe.
   *
   * @param next what comes after this
   * @param <R> type of its results
   * @return a new recipe
   */
  @CheckReturnValue
  public <R> Recipe<I, R> then(IteratorStep<? super O, ? extends R> next) {
    return with(NamedStep.of(nonNull(next, () -> after() + "null is not a step")));
  }

  /**
   * This recipe with a step more, under a name.
   *
   * @param name for messages and reports; not blank
   * @param next what comes after this; a recipe of several steps keeps their names, with this one
   *     before them
   * @param <R> type of its results
   * @return a new recipe
   */
  @CheckReturnValue
  public <R> Recipe<I, R> then(String name, IteratorStep<? super O, ? extends R> next) {
    nonNull(name, () -> after() + "null is not a step's name");
    if (name.isBlank()) {
      throw new IllegalArgumentException(after() + "a step's name is empty; give it a name");
    }
    return with(NamedStep.of(name, nonNull(next, () -> "step '" + name + "': null is not a step")));
  }

  private <R> Recipe<I, R> with(List<NamedStep> more) {
    List<NamedStep> all = new ArrayList<>(steps());
    all.addAll(more);
    return new Recipe<>(all);
  }

  /** The place of a step that is to be added. */
  private String after() {
    return "recipe, step " + (steps.length + 1) + ": ";
  }

  /**
   * This recipe, measured. Steps that are added to it later are not.
   *
   * @param debugger what measures and reports; stays behind when the recipe is serialised
   * @return a new recipe
   */
  @CheckReturnValue
  public Recipe<I, O> debuggedBy(RuntimeDebugger debugger) {
    nonNull(debugger, "debugger: null measures nothing");
    return step(debugger.name(), new Debugged(steps(), debugger));
  }

  /**
   * Applies this recipe to an iterator, as {@link #on(Iterator)} does.
   *
   * @param items the items, none null
   * @return the results
   */
  @Override
  public Iterator<O> apply(Iterator<I> items) {
    return on(items);
  }

  /**
   * Applies this recipe to a source.
   *
   * @param source the items, none null; closed at the end if it is {@link AutoCloseable}. Results
   *     of another recipe can be read only here from now on
   * @return the results
   * @throws IllegalStateException if the source is results of a recipe that were read to their end,
   *     closed, or handed over before
   */
  public CloseableIterator<O> on(Iterator<? extends I> source) {
    Belongings belongings = new Belongings();
    return on(RecipeSource.of(nonNull(source, this::noSource), belongings), belongings);
  }

  /**
   * Applies this recipe to a source.
   *
   * @param source the items, none null; asked for its iterator when the first result is asked for;
   *     the iterator, and then the source, is closed at the end if it is {@link AutoCloseable}
   * @return the results
   */
  public CloseableIterator<O> on(Iterable<? extends I> source) {
    Belongings belongings = new Belongings();
    return on(RecipeSource.of(nonNull(source, this::noSource), belongings), belongings);
  }

  /**
   * Applies this recipe to a source.
   *
   * @param source the items, none null; closed at the end. Only the recipe can use it from now on
   * @return the results
   * @throws IllegalStateException if the stream was used or closed before; the caller still owns it
   */
  public CloseableIterator<O> on(Stream<? extends I> source) {
    Belongings belongings = new Belongings();
    return on(RecipeSource.of(nonNull(source, this::noSource), this, belongings), belongings);
  }

  /**
   * Applies this recipe later, to a source that depends on an argument.
   *
   * @param source gives the source, not null; called when the first result is asked for. What it
   *     gives is closed at the end if it is {@link AutoCloseable}
   * @param <A> type of the argument
   * @return a function that can be called any number of times
   */
  public <A> Function<A, CloseableIterator<O>> over(
      Function<? super A, ? extends Iterator<? extends I>> source) {
    nonNull(source, this::noSource);
    return argument -> {
      Belongings belongings = new Belongings();
      return on(RecipeSource.later(() -> source.apply(argument), belongings), belongings);
    };
  }

  private CloseableIterator<O> on(RecipeSource source, Belongings belongings) {
    return new RecipeResults<>(new Line(steps(), source, belongings));
  }

  List<NamedStep> steps() {
    return List.of(steps);
  }

  private String noSource() {
    return this + ": null is not a source";
  }

  private static <T> T nonNull(T given, String message) {
    return Objects.requireNonNull(given, message);
  }

  private static <T> T nonNull(T given, Supplier<String> message) {
    return Objects.requireNonNull(given, message);
  }

  /** The names of the steps. */
  @Override
  public String toString() {
    return Stream.of(steps).map(NamedStep::name).collect(Collectors.joining(", ", "recipe [", "]"));
  }
}

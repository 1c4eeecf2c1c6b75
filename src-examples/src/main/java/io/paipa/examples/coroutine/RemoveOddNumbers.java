package io.paipa.examples.coroutine;

import io.paipa.coroutine.CloseableIterator;
import io.paipa.coroutine.Recipe;
import java.util.Iterator;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Removes odd numbers in two ways: by a predicate, and by a function on iterators of one's own. The
 * recipe is applied to a source at once, and to one that depends on an argument.
 */
public final class RemoveOddNumbers {
  private RemoveOddNumbers() {}

  public static void main(String[] arguments) {
    try (CloseableIterator<Integer> even = withPredicate().on(IntStream.range(0, 10).boxed())) {
      even.forEachRemaining(System.out::println);
    }
    Function<Integer, CloseableIterator<Integer>> below = evenNumbersBelow();
    System.out.println(Recipe.consume(below.apply(1_000)) + " even numbers below 1,000");
    System.out.println(Recipe.consume(below.apply(1_000_000)) + " below 1,000,000");
  }

  static Recipe<Integer, Integer> withPredicate() {
    return Recipe.<Integer>identity().then("even", Recipe.filtering(number -> number % 2 == 0));
  }

  /** Any class of the iterator kind can be a step: this one knows nothing of Paipa. */
  static Recipe<Integer, Integer> withIterator() {
    return Recipe.of("even", EvenNumbers::new);
  }

  static Function<Integer, CloseableIterator<Integer>> evenNumbersBelow() {
    return withIterator().over(end -> IntStream.range(0, end).iterator());
  }

  /** The even ones among some numbers; looks for the next when it is asked for it. */
  private static final class EvenNumbers implements Iterator<Integer> {
    private final Iterator<Integer> numbers;
    private int next = 1;

    EvenNumbers(Iterator<Integer> numbers) {
      this.numbers = numbers;
    }

    @Override
    public boolean hasNext() {
      while (next % 2 != 0 && numbers.hasNext()) {
        next = numbers.next();
      }
      return next % 2 == 0;
    }

    @Override
    public Integer next() {
      int even = hasNext() ? next : numbers.next();
      next = 1;
      return even;
    }
  }
}

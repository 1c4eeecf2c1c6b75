package io.paipa.benchmarks;

import io.paipa.coroutine.Recipe;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Steps that cost next to nothing and allocate nothing, each with code of its own, as in a program;
 * every other one filters, and keeps nearly all.
 */
final class CheapSteps {
  private static final Integer[] NUMBERS =
      IntStream.range(0, 2_048).boxed().toArray(Integer[]::new);

  private CheapSteps() {}

  static Recipe<Integer, Integer> recipe(int steps) {
    Recipe<Integer, Integer> two =
        Recipe.<Integer, Integer>mapping(CheapSteps::masked)
            .then(Recipe.filtering(CheapSteps::isNotOne));
    return switch (steps) {
      case 2 -> two;
      case 8 ->
          two.then(Recipe.mapping(CheapSteps::next))
              .then(Recipe.filtering(CheapSteps::isNotTwo))
              .then(Recipe.mapping(CheapSteps::flipped))
              .then(Recipe.filtering(CheapSteps::isNotThree))
              .then(Recipe.mapping(CheapSteps::half))
              .then(Recipe.filtering(CheapSteps::isNotFour));
      default -> throw new IllegalArgumentException("steps: " + steps + " are not to be had");
    };
  }

  static Stream<Integer> stream(Stream<Integer> items, int steps) {
    Stream<Integer> two = items.map(CheapSteps::masked).filter(CheapSteps::isNotOne);
    return switch (steps) {
      case 2 -> two;
      case 8 ->
          two.map(CheapSteps::next)
              .filter(CheapSteps::isNotTwo)
              .map(CheapSteps::flipped)
              .filter(CheapSteps::isNotThree)
              .map(CheapSteps::half)
              .filter(CheapSteps::isNotFour);
      default -> throw new IllegalArgumentException("steps: " + steps + " are not to be had");
    };
  }

  private static Integer masked(Integer item) {
    return NUMBERS[item & 1_023];
  }

  private static Integer next(Integer item) {
    return NUMBERS[item + 1];
  }

  private static Integer flipped(Integer item) {
    return NUMBERS[item ^ 1];
  }

  private static Integer half(Integer item) {
    return NUMBERS[item / 2];
  }

  private static boolean isNotOne(Integer item) {
    return item != 1;
  }

  private static boolean isNotTwo(Integer item) {
    return item != 2;
  }

  private static boolean isNotThree(Integer item) {
    return item != 3;
  }

  private static boolean isNotFour(Integer item) {
    return item != 4;
  }
}

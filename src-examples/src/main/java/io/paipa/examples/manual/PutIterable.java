package io.paipa.examples.manual;

import io.paipa.Builder;
import io.paipa.Pipeline;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Streams a million numbers into a pipeline, and counts the primes among them.
 *
 * <p>A lazy source is pulled by a thread of the pipeline, never further ahead than there is room:
 * the numbers are not in memory all at once. A call to {@code finish()} is not needed here: when
 * the source runs out of items, the pipeline works off what it has and ends. The program does it
 * twice, with an {@code Iterable} and with a {@code Stream}, and builds both pipelines with one
 * builder.
 */
public final class PutIterable {
  private static final Builder<Integer, Integer> PRIMES =
      Pipeline.<Integer>named("primes").filter("is prime", PutIterable::isPrime).workers(2);

  private PutIterable() {}

  public static void main(String[] arguments) throws InterruptedException {
    int limit = 1_000_000;
    Iterable<Integer> iterable = () -> IntStream.rangeClosed(1, limit).iterator();
    System.out.println(countPrimes(iterable) + " primes in the iterable up to " + limit);

    Stream<Integer> stream = IntStream.rangeClosed(1, limit).boxed();
    System.out.println(countPrimes(stream) + " primes in the stream up to " + limit);
  }

  static long countPrimes(Iterable<Integer> numbers) throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline = PRIMES.build()) {
      pipeline.putIterable(numbers);
      pipeline.run();
      return pipeline.count();
    }
  }

  static long countPrimes(Stream<Integer> numbers) throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline = PRIMES.build()) {
      // The pipeline closes the stream, whatever happens.
      pipeline.putStream(numbers);
      pipeline.run();
      return pipeline.count();
    }
  }

  private static boolean isPrime(int number) {
    return number > 1
        && IntStream.iterate(2, divisor -> divisor <= number / divisor, divisor -> divisor + 1)
            .noneMatch(divisor -> number % divisor == 0);
  }
}

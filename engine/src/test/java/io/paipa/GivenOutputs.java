package io.paipa;

import static io.paipa.StepOptions.options;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/** What a function may give the outputs of an item with, and what of it is to be closed. */
enum GivenOutputs {
  STREAM("stream"),
  ITERABLE("cursor rows"),
  /** An iterable that can't be closed, with an iterator that can. */
  LAMBDA("cursor"),
  /** An iterable that is its own iterator. */
  BOTH("both");

  static final String NAME = "flat";

  private final String closed;

  GivenOutputs(String closed) {
    this.closed = closed;
  }

  List<String> closed() {
    return List.of(closed.split(" "));
  }

  List<String> closedTwice() {
    return Collections.nCopies(2, closed()).stream().flatMap(List::stream).toList();
  }

  /** A pipeline whose step gives these outputs, of the cursor for an item. */
  Builder<Integer, Integer> builder(
      Closings closings, StepOptions options, CheckedFunction<Integer, Closings.Cursor> cursor) {
    Builder<Integer, Integer> builder = Pipeline.named(NAME);
    return switch (this) {
      case STREAM -> builder.flatMap("flat", i -> closings.stream(cursor.apply(i))).with(options);
      case ITERABLE ->
          builder.flatMapIterable("flat", i -> closings.new Rows(cursor.apply(i))).with(options);
      case LAMBDA ->
          builder
              .flatMapIterable(
                  "flat",
                  i -> {
                    Iterator<Integer> items = cursor.apply(i);
                    return () -> items;
                  })
              .with(options);
      case BOTH ->
          builder.flatMapIterable("flat", i -> closings.new Both(cursor.apply(i))).with(options);
    };
  }

  /** Of one worker, with one item, which is 1. */
  Pipeline<Integer, Integer> pipeline(
      Closings closings, CheckedFunction<Integer, Closings.Cursor> cursor) {
    Pipeline<Integer, Integer> pipeline = builder(closings, options().workers(1), cursor).build();
    pipeline.putIterable(List.of(1));
    return pipeline;
  }
}

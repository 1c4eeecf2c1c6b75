package io.paipa.coroutine;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One application of a recipe's steps to a source. Closes everything at the end, after a failure
 * and when it is told to. A pull afterwards is answered by what stands in the place of the steps
 * then.
 *
 * <p>Confined to the thread that reads the results.
 */
final class Line {
  private static final int RECURSIONS = 3;
  private static final Pull END =
      new Pull() {
        @Override
        @Nullable Object next() {
          return null;
        }
      };

  private final List<NamedStep> steps;
  private final Pull source;
  private final Belongings belongings;
  private Pull top = new Opening();
  private boolean isDraining;

  Line(List<NamedStep> steps, Pull source, Belongings belongings) {
    this.steps = steps;
    this.source = source;
    this.belongings = belongings;
  }

  /** The next result, or null at the end. */
  @Nullable Object pull() {
    Object result;
    try {
      result = top.next();
    } catch (Throwable t) {
      if (!(top instanceof Refusing)) {
        fail(t);
      }
      throw t;
    }
    if (result == null) {
      end();
    }
    return result;
  }

  /** Pushes a result that was pulled before, if there is one, and all that are left into a sink. */
  void drain(@Nullable Object first, Consumer<Object> sink) {
    Pull draining = top;
    if (draining instanceof Refusing || (first == null && draining == END)) {
      draining.next();
      return;
    }
    try {
      if (draining instanceof Opening opening) {
        draining = opening.open();
      }
      top = refusing("are being read by forEachRemaining; nobody else can read them", null);
      isDraining = true;
      if (first != null) {
        sink.accept(first);
      }
      drainApart(draining, sink, RECURSIONS);
    } catch (Throwable t) {
      isDraining = false;
      fail(t);
      throw t;
    }
    isDraining = false;
    end();
  }

  /**
   * Calls {@code drain} from a method that is compiled for itself. The JVM's compiler may inline
   * the loop over the items into a method with an exception handler around it. Then it makes code
   * that is six times slower (JDK 17, two cheap steps). It inlines a method into itself once only,
   * so that the innermost of these calls stays one.
   */
  private static void drainApart(Pull draining, Consumer<Object> sink, int recursions) {
    if (recursions > 0) {
      drainApart(draining, sink, recursions - 1);
    } else {
      draining.drain(sink);
    }
  }

  /** Refused to the action that is called with the results: reading them would go on. */
  void close() {
    if (isDraining) {
      throw refusing("are being read by forEachRemaining; throw, or read one by one, to stop", null)
          .refusal();
    }
    if (!isOver()) {
      top = refusing("were closed; apply the recipe again to read more", null);
      belongings.close(null);
    }
  }

  /** Refuses to be read by somebody else if there is nothing left to read. */
  void checkUnused() {
    if (top == END) {
      throw refusing("were read to their end; apply the recipe again", null).refusal();
    } else if (top instanceof Refusing refusing) {
      throw refusing.refusal();
    }
  }

  /** Stands where the results were before another reader got them. */
  Refusing handedOver() {
    return refusing("were handed over to a stream, a recipe or a pipeline; read that", null);
  }

  private boolean isOver() {
    return top == END || top instanceof Refusing;
  }

  private void end() {
    if (top != END) {
      top = END;
      belongings.close(null);
    }
  }

  private void fail(Throwable thrown) {
    top = refusing("ended with a failure; apply the recipe again to read more", thrown);
    belongings.close(thrown);
  }

  private Refusing refusing(String reason, @Nullable Throwable cause) {
    String whose =
        steps.isEmpty()
            ? "a recipe without steps"
            : new Place(steps.size(), steps.get(steps.size() - 1).name()).toString();
    return new Refusing("the results of " + whose + ", " + reason, cause);
  }

  /** Makes the steps when the first result is asked for. */
  private final class Opening extends Pull {
    @Override
    @Nullable Object next() {
      return open().next();
    }

    Pull open() {
      Pull opened = NamedStep.stack(steps, source, belongings);
      top = opened;
      return opened;
    }
  }

  /** Stands where results can't be pulled. */
  static final class Refusing extends Pull {
    private final String message;
    private final @Nullable Throwable cause;

    Refusing(String message, @Nullable Throwable cause) {
      this.message = message;
      this.cause = cause;
    }

    @Override
    Object next() {
      throw refusal();
    }

    IllegalStateException refusal() {
      return new IllegalStateException(message, cause);
    }
  }
}

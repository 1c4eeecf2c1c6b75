package io.paipa.internal.step;

import io.paipa.Emitter;
import io.paipa.Skip;
import io.paipa.internal.ledger.Causes;
import java.util.Iterator;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Emits the outputs that a function gave for an item, and closes what they came from, whatever
 * happens. First the iterator, then what it was opened from, each once, if it can be closed.
 *
 * <p>What closing throws is suppressed in what was thrown before. {@link Skip} is no failure: it
 * comes out after the closing, and only if that succeeds.
 */
final class Outputs {
  private Outputs() {}

  static <O> void emit(Stream<? extends O> given, Emitter<O> out) throws Exception {
    boolean whole;
    try {
      whole = emitAndClose(given.iterator(), out);
    } catch (Throwable t) {
      closeAfter(t, given, out);
      throw t;
    }
    close(given, out);
    skipUnless(whole);
  }

  static <O> void emit(Iterable<? extends O> given, Emitter<O> out) throws Exception {
    boolean whole;
    try {
      Iterator<? extends O> outputs =
          Objects.requireNonNull(given.iterator(), "the iterable gave null, not an iterator");
      whole = outputs == given ? emitAll(outputs, out) : emitAndClose(outputs, out);
    } catch (Throwable t) {
      closeAfter(t, given, out);
      throw t;
    }
    close(given, out);
    skipUnless(whole);
  }

  private static <O> boolean emitAndClose(Iterator<? extends O> outputs, Emitter<O> out)
      throws Exception {
    boolean whole;
    try {
      whole = emitAll(outputs, out);
    } catch (Throwable t) {
      closeAfter(t, outputs, out);
      throw t;
    }
    close(outputs, out);
    return whole;
  }

  /** False if the rest of the item is to be dropped. */
  private static <O> boolean emitAll(Iterator<? extends O> outputs, Emitter<O> out) {
    try {
      while (outputs.hasNext()) {
        out.emit(outputs.next());
      }
      return true;
    } catch (Skip skip) {
      return false;
    }
  }

  private static void skipUnless(boolean whole) {
    if (!whole) {
      throw Skip.item();
    }
  }

  private static void close(Object thing, Emitter<?> out) throws Exception {
    if (thing instanceof AutoCloseable closeable) {
      ((DroppingEmitter<?>) out).awaitInterrupts();
      closeable.close();
    }
  }

  private static void closeAfter(Throwable failure, Object thing, Emitter<?> out) {
    try {
      close(thing, out);
    } catch (Throwable t) {
      Causes.suppress(failure, t);
    }
  }
}

package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code putAll} opens it closes, in its caller's thread: the iterator, not the iterable. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PutAllClosingTest {
  private static final String NAME = "closer";

  private final Closings closings = new Closings();

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  private static Pipeline<Integer, Integer> same() {
    return Pipeline.<Integer>named(NAME).map("same", item -> item).build();
  }

  /** A collection whose iterator can be closed. */
  private static final class Table extends AbstractCollection<Integer> {
    private final Iterator<Integer> rows;

    Table(Iterator<Integer> rows) {
      this.rows = rows;
    }

    @Override
    public Iterator<Integer> iterator() {
      return rows;
    }

    @Override
    public int size() {
      return 3;
    }
  }

  @Test
  void shouldCloseTheIteratorThatPutAllOpensAndLeaveTheIterableToItsCaller()
      throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline = same()) {
      pipeline.putAll(closings.rows(3));
      assertThat(closings.take()).containsExactly("cursor");
      Collection<Integer> table = new Table(closings.new Cursor(3));
      assertThat(pipeline.inputQueue().addAll(table)).isTrue();
      assertThat(closings.take()).containsExactly("cursor");
      pipeline.putAll(closings.new Both(closings.new Cursor(3)));
      pipeline.finish();
      pipeline.run();
      assertThat(pipeline.count()).isEqualTo(9);
    }
    assertThat(closings.take()).isEmpty();
    assertThat(closings.closers()).containsOnly(Thread.currentThread().getName());
  }

  @Test
  void shouldCloseTheIteratorOfPutAllWhenAnItemCanNotBePut() {
    Pipeline<Integer, Integer> pipeline = same();
    Closings.Cursor aborting =
        closings.new Cursor(3) {
          @Override
          public Integer next() {
            if (super.next() == 2) {
              pipeline.abort();
            }
            return 1;
          }
        };
    assertThatThrownBy(() -> pipeline.putAll(closings.new Rows(aborting)))
        .isInstanceOf(CancellationException.class);
    assertThat(closings.take()).containsExactly("cursor");
    assertThatThrownBy(() -> pipeline.putAll(closings.rows(1)))
        .isInstanceOf(CancellationException.class);
    assertThat(closings.take()).as("of a call that opens none").isEmpty();
  }

  @Test
  void shouldCloseTheIteratorOfPutAllWithoutTheInterruptOfItsCaller() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline = same()) {
      Thread.currentThread().interrupt();
      pipeline.putAll(closings.rows(3)); // before the start, it waits for nothing
      assertThat(Thread.interrupted()).isTrue();
      pipeline.start();
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> pipeline.putAll(closings.rows(3)))
          .isInstanceOf(InterruptedException.class);
      assertThat(Thread.interrupted()).isFalse();
    }
    assertThat(closings.take()).containsExactly("cursor", "cursor");
  }

  @Test
  void shouldThrowFromPutAllWhatClosingThrows() {
    try (Pipeline<Integer, Integer> pipeline = same()) {
      IllegalStateException unchecked = new IllegalStateException("closing");
      closings.failWith(() -> unchecked);
      assertThatThrownBy(() -> pipeline.putAll(closings.rows(1))).isSameAs(unchecked);

      closings.failWith(() -> new IOException("disk"));
      assertThatThrownBy(() -> pipeline.putAll(closings.rows(1)))
          .isInstanceOf(PipelineException.class)
          .hasMessage(
              "pipeline 'closer': closing the iterator of what was put failed:"
                  + " java.io.IOException: disk")
          .hasCauseInstanceOf(IOException.class);
      assertThatThrownBy(() -> pipeline.putAll(closings.new Rows(closings.failingAfter(2))))
          .hasMessage("the source fails")
          .satisfies(
              failure ->
                  assertThat(failure.getSuppressed())
                      .singleElement()
                      .satisfies(closing -> assertThat(closing).hasMessageContaining("disk")));
    }
  }
}

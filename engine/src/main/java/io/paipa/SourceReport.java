package io.paipa;

/** What was pulled from a source. A snapshot; exact once the pipeline has ended. */
public interface SourceReport {
  /**
   * The source's name: what it is, and its place in the order in which sources were handed over,
   * such as {@code iterator-1}.
   *
   * @return the name
   */
  String name();

  /**
   * How many items it gave.
   *
   * @return the count
   */
  long pulled();

  /**
   * Whether it was pulled to its end. A queue without an end marker has ended when it is polled no
   * more because of {@link Pipeline#finish}, {@link Pipeline#stop} or {@link Pipeline#close}, and
   * nothing was left in it.
   *
   * @return false if it was cut, has failed, or goes on
   */
  boolean ended();

  /**
   * How many items were left in it. Known of a queue without an end marker, when it is polled no
   * more: what a drain left there, or what the queue would not give.
   *
   * @return the count; 0 for other sources, and while it is polled
   */
  long left();
}

package io.paipa;

/** Is told, once, what became of a delivery. */
@FunctionalInterface
public interface Acknowledgement {
  /**
   * The item, and everything that came of it, is settled. Called exactly once: of an {@link
   * AcknowledgedSource} in the source's thread, of {@link Pipeline#offer(Object, Acknowledgement)}
   * in the thread that settled the last of it, which it must not hold up.
   *
   * @param outcome what became of it
   * @throws Exception to fail the pipeline; suppressed in its failure, if it has failed before
   */
  void settled(Settlement outcome) throws Exception;
}

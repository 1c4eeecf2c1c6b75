package io.paipa;

/**
 * Thrown by {@link Step#process}, by a function or a recipe's step to drop the current item: {@code
 * throw Skip.item();}. From other hooks and iterator steps it is an exception like any other.
 *
 * <p>The item counts as skipped. It is neither retried nor a failure. What the step has emitted for
 * it before is dropped with it where attempts are whole. They are in a recipe, and in a step with
 * retries or another failure policy than to fail. Else the outputs are out already; an ordered step
 * drops those whose turn had not come.
 */
public final class Skip extends RuntimeException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("StaticAssignmentOfThrowable") // it has no stack trace, and no state
  private static final Skip INSTANCE = new Skip();

  private Skip() {
    super("skip this item", null, false, false);
  }

  /**
   * The signal that drops the current item.
   *
   * @return the one instance; it has no stack trace
   */
  public static Skip item() {
    return INSTANCE;
  }

  /**
   * There is one instance.
   *
   * @return that one
   */
  private Object readResolve() {
    return INSTANCE;
  }
}

package io.paipa.coroutine;

import io.paipa.PipelineException;
import io.paipa.Skip;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Where in a recipe something happens, for messages.
 *
 * @param number the step's number, from 1
 * @param name its name
 */
record Place(int number, String name) implements Serializable {
  /** An output that is null. */
  NullPointerException nullOutput() {
    return new NullPointerException(
        this + ": null is no output; throw Skip.item() to drop the item");
  }

  /** A thing that a step has to give, and did not. */
  NullPointerException nothing(String given) {
    return new NullPointerException(this + " gave null, not " + given);
  }

  /**
   * What comes of an exception that a step's function threw: an unchecked one is thrown as it is.
   *
   * @return null if the item is to be dropped
   */
  @Nullable Object failed(Object item, Exception thrown) {
    if (thrown instanceof Skip) {
      return null;
    }
    if (thrown instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (thrown instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    throw new PipelineException(
        new LateMessage(this + " failed: ", item, thrown), "recipe", name, item, 1, thrown);
  }

  @Override
  public String toString() {
    return "recipe, step " + number + " '" + name + "'";
  }
}

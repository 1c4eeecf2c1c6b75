package io.paipa;

import java.util.function.Supplier;

/** An item whose words come from elsewhere. */
record Saying(Supplier<String> words) {
  @Override
  public String toString() {
    return words.get();
  }
}

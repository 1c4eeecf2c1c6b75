package io.paipa;

/** A step as the user described it. Its options are its own, or with the defaults. */
sealed interface StepSpec extends StepDefinition
    permits AsyncSpec, ChunkSpec, ItemSpec, IteratorSpec {
  /** The same, with other options. */
  StepSpec with(StepOptions options);

  /** Whether it has an option as the defaults say, if it does not set its own. */
  default boolean takesDefault(StepOption<?> option) {
    return option.appliesTo(this);
  }

  /** What kind of step it is, in words. */
  String kindInWords();

  /** Whether it may be followed by others. */
  default boolean hasOutputs() {
    return true;
  }
}

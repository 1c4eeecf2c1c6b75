package io.paipa;

/**
 * An iterator step.
 *
 * @param name its name
 * @param options its options
 * @param function the user's function
 */
record IteratorSpec(String name, StepOptions options, IteratorStep<?, ?> function)
    implements StepSpec, StepDefinition.Iterating {
  IteratorSpec {
    Checks.name(name, "step");
  }

  @Override
  public StepSpec with(StepOptions others) {
    return new IteratorSpec(name, others, function);
  }

  @Override
  public String kindInWords() {
    return "an iterator step";
  }
}

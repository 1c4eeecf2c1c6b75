package io.paipa;

/**
 * A step that takes one item at a time.
 *
 * @param name its name
 * @param options its options
 * @param kind what it does
 * @param function the user's function, as the kind says
 */
record ItemSpec(String name, StepOptions options, Kind kind, Object function)
    implements StepSpec, StepDefinition.OfItems {
  ItemSpec {
    Checks.name(name, "step");
  }

  @Override
  public StepSpec with(StepOptions others) {
    return new ItemSpec(name, others, kind, function);
  }

  @Override
  public String kindInWords() {
    return "a step that takes one item at a time";
  }

  @Override
  public boolean hasOutputs() {
    return kind != Kind.SINK;
  }
}

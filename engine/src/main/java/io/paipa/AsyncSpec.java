package io.paipa;

/**
 * A step whose function gives a stage for each item.
 *
 * @param name its name
 * @param options its options
 * @param inFlight how many stages may be open
 * @param function the user's function
 * @param isSink whether the results are dropped
 */
record AsyncSpec(
    String name, StepOptions options, int inFlight, CheckedFunction<?, ?> function, boolean isSink)
    implements StepSpec, StepDefinition.Async {
  /** {@code build()} takes some bytes for each slot of as large a ring. */
  private static final int MAX_IN_FLIGHT = 1 << 24;

  AsyncSpec {
    Checks.name(name, "step");
    Checks.atLeastOne(inFlight, "inFlight", "stages");
    if (inFlight > MAX_IN_FLIGHT) {
      throw new IllegalArgumentException(
          "inFlight: " + inFlight + " are too many stages for a step; at most 2^24");
    }
  }

  @Override
  public StepSpec with(StepOptions others) {
    return new AsyncSpec(name, others, inFlight, function, isSink);
  }

  @Override
  public String kindInWords() {
    return "an asynchronous step";
  }

  @Override
  public boolean hasOutputs() {
    return !isSink;
  }
}

package io.paipa.metrics;

import java.util.List;

/** What a pipeline does, for a JMX client. Each attribute may be read at any time. */
public interface PipelineMXBean {
  /**
   * The pipeline's name.
   *
   * @return the name
   */
  String getName();

  /**
   * The pipeline's state.
   *
   * @return the state's name
   */
  String getState();

  /**
   * Whether it works.
   *
   * @return UP, DOWN, NOT_STARTED or ENDED; with step and reason if there is one
   */
  String getHealth();

  /**
   * Items accepted.
   *
   * @return the count
   */
  long getAccepted();

  /**
   * What keeps it from being faster.
   *
   * @return the verdict in words; empty if too little was seen
   */
  String getBottleneck();

  /**
   * What the steps have done.
   *
   * @return the steps, in their order
   */
  List<StepValues> getSteps();

  /**
   * What each step and each worker is doing, and where in the code.
   *
   * @return the text of {@code Pipeline.dump()}, with items in it
   */
  String dump();
}

package io.paipa.cluster;

/** Refuses items with timestamps: Jet hides them in events of its own, and sends watermarks. */
final class Timestamps {
  private static final String EVENT = "com.hazelcast.jet.impl.JetEvent";

  private Timestamps() {}

  static void refuse(Object item, Part part) {
    if (item.getClass().getName().equals(EVENT)) {
      throw refused(part);
    }
  }

  static IllegalStateException refused(Part part) {
    return new IllegalStateException(
        "pipeline '"
            + part.pipelineName()
            + "': the stage before it has timestamps, which the steps can't take along; read the"
            + " source withoutTimestamps(), and add them behind the pipeline");
  }
}

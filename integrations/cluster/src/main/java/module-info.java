/** Runs pipelines on the members of a Hazelcast cluster. */
@SuppressWarnings({
  "requires-automatic",
  "requires-transitive-automatic"
}) // Hazelcast has no more than such a name
@org.jspecify.annotations.NullMarked
module io.paipa.cluster {
  requires transitive com.hazelcast.core;
  requires transitive io.paipa;
  requires static org.jspecify;
  requires static com.google.errorprone.annotations;

  exports io.paipa.cluster;
}

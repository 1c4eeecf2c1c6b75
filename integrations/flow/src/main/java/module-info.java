/** Pipelines as publishers and subscribers of {@link java.util.concurrent.Flow}. */
@org.jspecify.annotations.NullMarked
module io.paipa.flow {
  requires transitive io.paipa;
  requires static org.jspecify; // not transitive: a module that uses this one need not have it
  requires static com.google.errorprone.annotations;

  exports io.paipa.flow;
}

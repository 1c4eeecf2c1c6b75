/** Tests of pipelines, on a clock that a test moves. */
@org.jspecify.annotations.NullMarked
module io.paipa.testkit {
  requires transitive io.paipa;
  requires transitive org.assertj.core;
  requires static transitive org.junit.jupiter.api;
  requires static com.google.errorprone.annotations;
  requires static org.jspecify; // not transitive: a module that uses this one need not have it

  exports io.paipa.testkit;

  opens io.paipa.testkit to
      org.junit.platform.commons; // JUnit makes the extension
}

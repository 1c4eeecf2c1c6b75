/** A pipeline engine to embed: named steps, each a pool of workers, joined by ring buffers. */
@SuppressWarnings({"requires-automatic", "module"}) // a module that is built later
@org.jspecify.annotations.NullMarked
module io.paipa {
  requires transitive com.lmax.disruptor;
  requires org.agrona;
  requires static java.management;
  requires static jdk.jfr;
  requires static jdk.management;
  requires static org.jspecify; // not transitive: a module that uses this one need not have it
  requires static com.google.errorprone.annotations;

  exports io.paipa;
  exports io.paipa.coroutine;
  exports io.paipa.embedding to
      io.paipa.cluster;
  exports io.paipa.ring;
  exports io.paipa.testing to
      io.paipa.testkit;
}

/** A pipeline engine to embed: named steps, each a pool of workers, joined by ring buffers. */
@SuppressWarnings("requires-automatic")
@org.jspecify.annotations.NullMarked
module io.paipa {
  requires transitive com.lmax.disruptor;
  requires org.agrona;
  requires static java.management;
  requires static jdk.management;
  requires static transitive org.jspecify;
  requires static transitive com.google.errorprone.annotations;

  exports io.paipa;
  exports io.paipa.coroutine;
  exports io.paipa.ring;
}

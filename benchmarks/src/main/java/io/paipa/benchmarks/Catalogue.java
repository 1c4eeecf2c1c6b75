package io.paipa.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The main job of the example program: walk a folder, read and hash its files, store them in an
 * SQLite database, a transaction for each chunk. The functions are the same for all engines, and so
 * are the threads. Only what carries the files differs. By {@code cpu.time.norm} the processor time
 * for a file. The files are in the system's cache.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@Fork(3)
@Warmup(iterations = 40)
@Measurement(iterations = 20)
public class Catalogue {
  private static final int FILES = 8_000;

  /**
   * What carries the files. {@code arrayBlockingQueueOneWriter} has one thread less: the one that
   * stores makes the chunks, too.
   */
  @Param({"paipa", "arrayBlockingQueue", "arrayBlockingQueueOneWriter"})
  public String engine = "paipa";

  int count = FILES;

  private @Nullable FileTree tree;
  private @Nullable Path folder;
  private @Nullable Checksum expected;

  /** For JMH. */
  public Catalogue() {}

  /** Makes the files, and hashes them one after another. */
  @Setup
  public void make() throws IOException, SQLException {
    FileTree made = FileTree.make(count);
    tree = made;
    folder = Files.createTempDirectory("catalogue-database");
    Runtime.getRuntime().addShutdownHook(new Thread(this::remove));
    List<HashedFile> files = new ArrayList<>();
    FileHasher hasher = new FileHasher();
    try (Stream<Path> paths = made.files()) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        files.add(hasher.hash(path));
      }
    }
    try (CatalogueStore store = CatalogueStore.open(database())) {
      store.store(files);
      expected = store.checksum();
    }
    clear();
  }

  /**
   * Catalogues the files.
   *
   * @return how many there are
   */
  @Benchmark
  @OperationsPerInvocation(FILES)
  public long catalogue() throws Exception {
    try (Stream<Path> files = Objects.requireNonNull(tree).files()) {
      engine().run(files.iterator(), database());
    }
    return count;
  }

  private CatalogueEngine engine() {
    return switch (engine) {
      case "paipa" -> new CatalogueOnPaipa();
      case "arrayBlockingQueue" -> new CatalogueOnQueues(false);
      case "arrayBlockingQueueOneWriter" -> new CatalogueOnQueues(true);
      default -> throw new IllegalArgumentException("engine: there is none named " + engine);
    };
  }

  /** Fails the run if anything else was stored than there is; makes room for the next one. */
  @TearDown(Level.Iteration)
  public void check() throws IOException, SQLException {
    try (CatalogueStore store = CatalogueStore.open(database())) {
      Objects.requireNonNull(expected).check(store.checksum());
    }
    clear();
  }

  /** When the JVM ends: JMH would count what a tear-down takes to the last iteration. */
  private void remove() {
    try {
      Objects.requireNonNull(tree).close();
      clear(); // after a run that failed
      Files.delete(Objects.requireNonNull(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void clear() throws IOException {
    for (String suffix : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(Path.of(database() + suffix));
    }
  }

  private Path database() {
    return Objects.requireNonNull(folder).resolve("catalogue.db");
  }
}

package io.paipa.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A catalogue by threads, queues between them, and end markers, as one writes it by hand. */
final class CatalogueOnQueues implements CatalogueEngine {
  private static final Path END_OF_PATHS = Path.of("");
  private static final HashedFile END_OF_FILES = new HashedFile(END_OF_PATHS, 0, "");
  private static final List<HashedFile> END_OF_CHUNKS = List.of();

  private final boolean gathersWhereItStores;
  private final BlockingQueue<Path> paths = new ArrayBlockingQueue<>(READ_AHEAD);
  private final BlockingQueue<HashedFile> hashed = new ArrayBlockingQueue<>(CAPACITY);
  private final BlockingQueue<List<HashedFile>> chunks = new ArrayBlockingQueue<>(CAPACITY);
  private final AtomicInteger hashing = new AtomicInteger(HASHERS);

  /**
   * For one run.
   *
   * @param gathersWhereItStores whether the thread that stores makes the chunks, too, in place of
   *     one before it
   */
  CatalogueOnQueues(boolean gathersWhereItStores) {
    this.gathersWhereItStores = gathersWhereItStores;
  }

  @Override
  public void run(Iterator<Path> files, Path database) throws Exception {
    try (Crew crew = new Crew(HASHERS + (gathersWhereItStores ? 2 : 3))) {
      crew.start(() -> find(files));
      for (int i = 0; i < HASHERS; i++) {
        crew.start(this::hash);
      }
      if (gathersWhereItStores) {
        crew.start(() -> gatherAndStore(database));
      } else {
        crew.start(() -> gather(chunks::put));
        crew.start(() -> store(database));
      }
      crew.join();
    }
  }

  private void find(Iterator<Path> files) throws Exception {
    while (files.hasNext()) {
      paths.put(files.next());
    }
    for (int i = 0; i < HASHERS; i++) {
      paths.put(END_OF_PATHS);
    }
  }

  private void hash() throws Exception {
    FileHasher hasher = new FileHasher();
    for (Path path = paths.take(); !path.equals(END_OF_PATHS); path = paths.take()) {
      hashed.put(hasher.hash(path));
    }
    if (hashing.decrementAndGet() == 0) {
      hashed.put(END_OF_FILES);
    }
  }

  private void gather(Taker taker) throws Exception {
    boolean ended = false;
    while (!ended) {
      List<HashedFile> chunk = new ArrayList<>(CHUNK_FILES);
      ended = fill(chunk);
      if (!chunk.isEmpty()) {
        taker.take(chunk);
      }
    }
    if (!gathersWhereItStores) {
      chunks.put(END_OF_CHUNKS);
    }
  }

  /** Until the chunk is full, has waited long enough, or has the last file; that it says. */
  private boolean fill(List<HashedFile> chunk) throws InterruptedException {
    HashedFile file = hashed.take();
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CHUNK_MILLIS);
    while (file != null && !file.equals(END_OF_FILES)) {
      chunk.add(file);
      if (chunk.size() == CHUNK_FILES) {
        return false;
      }
      file = hashed.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
    return file != null;
  }

  private void store(Path database) throws Exception {
    try (CatalogueStore store = CatalogueStore.open(database)) {
      for (List<HashedFile> chunk = chunks.take(); !chunk.isEmpty(); chunk = chunks.take()) {
        store.store(chunk);
      }
    }
  }

  private void gatherAndStore(Path database) throws Exception {
    try (CatalogueStore store = CatalogueStore.open(database)) {
      gather(store::store);
    }
  }

  /** What becomes of a chunk. */
  @FunctionalInterface
  private interface Taker {
    void take(List<HashedFile> chunk) throws Exception;
  }
}

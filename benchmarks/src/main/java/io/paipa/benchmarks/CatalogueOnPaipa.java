package io.paipa.benchmarks;

import io.paipa.Emitter;
import io.paipa.Ending;
import io.paipa.Pipeline;
import io.paipa.Step;
import io.paipa.StepContext;
import io.paipa.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A catalogue by a pipeline that is put together as the example program's is. */
final class CatalogueOnPaipa implements CatalogueEngine {
  private static final Waiting LOOKING_NOW_AND_THEN =
      Waiting.backoff(0, 0, Duration.ofMillis(1), Duration.ofMillis(10));

  @Override
  public void run(Iterator<Path> files, Path database) throws Exception {
    try (Pipeline<Path, Void> pipeline =
        Pipeline.<Path>named("catalogue")
            .step("hash", Hash::new)
            .workers(HASHERS)
            .capacity(READ_AHEAD)
            .chunk("batch", CHUNK_FILES, Duration.ofMillis(CHUNK_MILLIS))
            .capacity(CAPACITY)
            .waiting(LOOKING_NOW_AND_THEN)
            .step("store", () -> new Store(database))
            .capacity(CAPACITY)
            .build()) {
      pipeline.putIterator(files);
      pipeline.run();
    }
  }

  private static final class Hash implements Step<Path, HashedFile> {
    private final FileHasher hasher = new FileHasher();

    @Override
    public void process(Path file, Emitter<HashedFile> out) throws IOException {
      out.emit(hasher.hash(file));
    }
  }

  private static final class Store implements Step<List<HashedFile>, Void> {
    private final Path database;
    private @Nullable CatalogueStore store;

    Store(Path database) {
      this.database = database;
    }

    @Override
    public void onWorkerStart(StepContext<List<HashedFile>> context) throws SQLException {
      store = CatalogueStore.open(database);
    }

    @Override
    public void process(List<HashedFile> chunk, Emitter<Void> out) throws SQLException {
      Objects.requireNonNull(store, "the worker has started").store(chunk);
    }

    @Override
    public void onWorkerStop(Ending ending) throws SQLException {
      if (store != null) {
        store.close();
      }
    }
  }
}

package io.paipa.examples.catalog;

import io.paipa.Emitter;
import io.paipa.Ending;
import io.paipa.Step;
import io.paipa.StepContext;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The step that stores chunks of files: with a connection for the worker's life, and a transaction
 * for each chunk. Emits how many files it stored.
 */
final class StoreFacts implements Step<List<FileFacts>, Integer> {
  private final Database database;
  private final Run run;
  private final Tally tally;
  private @Nullable ChunkWriter writer;

  StoreFacts(Database database, Run run, Tally tally) {
    this.database = database;
    this.run = run;
    this.tally = tally;
  }

  @Override
  public void onWorkerStart(StepContext<List<FileFacts>> context) throws SQLException {
    writer = new ChunkWriter(database.connect(), run.id());
  }

  @Override
  public void process(List<FileFacts> chunk, Emitter<Integer> out) throws SQLException {
    Objects.requireNonNull(writer, "the worker has started").store(chunk);
    tally.stored(chunk.size(), chunk.stream().mapToLong(FileFacts::size).sum());
    out.emit(chunk.size());
  }

  @Override
  public void onWorkerStop(Ending ending) throws SQLException {
    if (writer != null) {
      writer.close();
    }
  }
}

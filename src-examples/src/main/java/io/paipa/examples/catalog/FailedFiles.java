package io.paipa.examples.catalog;

import io.paipa.FailedItem;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Table {@code failed}: the files and folders that could not be read, and why. Told so by the dead
 * letters of the hashing workers and by the walk, it has a connection of its own, used by one of
 * them at a time.
 */
final class FailedFiles implements AutoCloseable {
  private static final String UPSERT =
      """
      INSERT INTO failed (path, reason, run) VALUES (?, ?, ?)
      ON CONFLICT (path) DO UPDATE SET
        reason = excluded.reason, run = max(run, excluded.run)\
      """;
  private static final String NO_LONGER_READABLE = "DELETE FROM files WHERE path = ?";

  private final Connection connection;
  private final long run;
  private final Tally tally;

  private FailedFiles(Connection connection, long run, Tally tally) {
    this.connection = connection;
    this.run = run;
    this.tally = tally;
  }

  static FailedFiles open(Database database, Run run, Tally tally) throws SQLException {
    return new FailedFiles(database.connect(), run.id(), tally);
  }

  /** Takes a dead letter. */
  void take(FailedItem<Path> letter) {
    add(letter.item(), letter.cause());
  }

  /** Takes the place of what the catalogue said of the file before. */
  synchronized void add(Path path, Exception failure) {
    try {
      Transaction.run(connection, () -> store(PathKey.of(path), Reason.of(failure)));
    } catch (SQLException e) {
      throw new CatalogException("can't write to the database: " + e.getMessage(), e);
    }
    tally.failed();
  }

  private void store(String key, String reason) throws SQLException {
    try (PreparedStatement upsert = connection.prepareStatement(UPSERT);
        PreparedStatement delete = connection.prepareStatement(NO_LONGER_READABLE)) {
      upsert.setString(1, key);
      upsert.setString(2, reason);
      upsert.setLong(3, run);
      upsert.executeUpdate();
      delete.setString(1, key);
      delete.executeUpdate();
    }
  }

  @Override
  public synchronized void close() throws SQLException {
    connection.close();
  }
}

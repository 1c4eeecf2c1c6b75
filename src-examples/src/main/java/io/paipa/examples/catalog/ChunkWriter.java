package io.paipa.examples.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Optional;

/** Writes chunks of files into the database, each in a transaction. Confined to a thread. */
final class ChunkWriter implements AutoCloseable {
  private static final String UPSERT =
      """
      INSERT INTO files (path, size, sha256, kind, class_version, class_name, run)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (path) DO UPDATE SET
        size = excluded.size, sha256 = excluded.sha256, kind = excluded.kind,
        class_version = excluded.class_version, class_name = excluded.class_name,
        run = max(run, excluded.run)\
      """;
  private static final String ANY_FAILED = "SELECT EXISTS (SELECT 1 FROM failed)";
  private static final String READABLE_AGAIN = "DELETE FROM failed WHERE path = ?";
  private static final String COUNT =
      "UPDATE run SET files = files + ?, bytes = bytes + ? WHERE id = ?";

  private final Connection connection;
  private final PreparedStatement upsert;
  private final PreparedStatement anyFailed;
  private final PreparedStatement readableAgain;
  private final PreparedStatement count;
  private final long run;

  /** Takes the connection over, and closes it. */
  ChunkWriter(Connection connection, long run) throws SQLException {
    this.connection = connection;
    this.run = run;
    try {
      upsert = connection.prepareStatement(UPSERT);
      anyFailed = connection.prepareStatement(ANY_FAILED);
      readableAgain = connection.prepareStatement(READABLE_AGAIN);
      count = connection.prepareStatement(COUNT);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Stores all of a chunk, or nothing of it. */
  void store(List<FileFacts> chunk) throws SQLException {
    Transaction.run(
        connection,
        () -> {
          boolean mayBeFailed = isAnyFailed();
          for (FileFacts facts : chunk) {
            String path = PathKey.of(facts.path());
            upsert(path, facts);
            if (mayBeFailed) {
              readableAgain(path);
            }
          }
          upsert.executeBatch();
          count(chunk);
        });
  }

  /** Nearly always there is none: asked once a chunk, it spares a statement for each file. */
  private boolean isAnyFailed() throws SQLException {
    try (ResultSet row = anyFailed.executeQuery()) {
      return row.next() && row.getBoolean(1);
    }
  }

  private void readableAgain(String path) throws SQLException {
    readableAgain.setString(1, path);
    readableAgain.executeUpdate();
  }

  private void upsert(String path, FileFacts facts) throws SQLException {
    upsert.setString(1, path);
    upsert.setLong(2, facts.size());
    upsert.setString(3, facts.sha256());
    upsert.setString(4, facts.kind().label());
    Optional<ClassHeader> header = facts.header();
    if (header.isPresent()) {
      upsert.setInt(5, header.get().version());
      upsert.setString(6, header.get().className());
    } else {
      upsert.setNull(5, Types.INTEGER);
      upsert.setNull(6, Types.VARCHAR);
    }
    upsert.setLong(7, run);
    upsert.addBatch();
  }

  /** In the chunk's transaction: so the run's row always tells the truth. */
  private void count(List<FileFacts> chunk) throws SQLException {
    count.setLong(1, chunk.size());
    count.setLong(2, chunk.stream().mapToLong(FileFacts::size).sum());
    count.setLong(3, run);
    count.executeUpdate();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}

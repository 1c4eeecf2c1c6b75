package io.paipa.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * A catalogue in an SQLite file, with the settings of the example program: a write-ahead log, and
 * commits that do not wait for the disk. Confined to a thread.
 */
final class CatalogueStore implements AutoCloseable {
  private static final String TABLE =
      "CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, bytes INTEGER NOT NULL,"
          + " sha256 TEXT NOT NULL) WITHOUT ROWID";
  private static final String UPSERT =
      "INSERT INTO files (path, bytes, sha256) VALUES (?, ?, ?) ON CONFLICT (path) DO UPDATE SET"
          + " bytes = excluded.bytes, sha256 = excluded.sha256";

  private final Connection connection;
  private final Statement statement;
  private final PreparedStatement upsert;

  private CatalogueStore(Connection connection) throws SQLException {
    this.connection = connection;
    this.statement = connection.createStatement();
    statement.execute(TABLE);
    this.upsert = connection.prepareStatement(UPSERT);
  }

  static CatalogueStore open(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.NORMAL);
    return new CatalogueStore(config.createConnection("jdbc:sqlite:" + file));
  }

  /** Stores a chunk, in a transaction. */
  void store(List<HashedFile> chunk) throws SQLException {
    statement.execute("BEGIN IMMEDIATE");
    for (HashedFile file : chunk) {
      upsert.setString(1, file.path().toString());
      upsert.setLong(2, file.bytes());
      upsert.setString(3, file.sha256());
      upsert.addBatch();
    }
    upsert.executeBatch();
    statement.execute("COMMIT");
  }

  /** How many files there are, and what their rows add up to. */
  Checksum checksum() throws SQLException {
    long count = 0;
    long sum = 0;
    try (ResultSet rows = statement.executeQuery("SELECT path, bytes, sha256 FROM files")) {
      while (rows.next()) {
        count++;
        sum += rows.getString(1).hashCode() + rows.getLong(2) + rows.getString(3).hashCode();
      }
    }
    return new Checksum(count, sum);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}

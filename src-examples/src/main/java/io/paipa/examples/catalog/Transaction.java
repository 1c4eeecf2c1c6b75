package io.paipa.examples.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Work on the database, of which all is done or nothing.
 *
 * <p>In SQL rather than by {@link Connection#setAutoCommit}: there, the driver begins the next
 * transaction, and takes SQLite's one write lock, as soon as the last one is committed.
 */
final class Transaction {
  private Transaction() {}

  /** What is done in a transaction. */
  @FunctionalInterface
  interface Work {
    void run() throws SQLException;
  }

  /** Does work, with the write lock held from the beginning; waits for it if need be. */
  static void run(Connection connection, Work work) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      try {
        work.run();
        statement.execute("COMMIT");
      } catch (SQLException | RuntimeException e) {
        rollback(statement, e);
        throw e;
      }
    }
  }

  private static void rollback(Statement statement, Exception failure) {
    try {
      statement.execute("ROLLBACK");
    } catch (SQLException e) { // SQLite rolls back itself where the disk is full, for one
      failure.addSuppressed(e);
    }
  }
}

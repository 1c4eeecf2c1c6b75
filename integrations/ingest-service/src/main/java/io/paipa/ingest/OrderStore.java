package io.paipa.ingest;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteErrorCode;

/**
 * The SQLite file that holds the orders, and those that were refused.
 *
 * <p>An order that comes again changes nothing: so a chunk can be stored again after a failure, and
 * a client may send again what it is not sure of. With the write-ahead log, a process that is
 * killed leaves all of a chunk or nothing; a power failure may take the last chunks.
 *
 * <p>Safe for all threads: the store's worker and the dead letters use one connection, under the
 * monitor of this object. SQLite has one writer at a time anyway.
 */
final class OrderStore implements AutoCloseable {
  /** How often to try again while another process holds the file. Each attempt waits itself. */
  static final int BUSY_RETRIES = 6;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final String ORDERS =
      """
      CREATE TABLE IF NOT EXISTS orders (
        id       TEXT PRIMARY KEY,
        customer TEXT NOT NULL,
        cents    INTEGER NOT NULL,
        name     TEXT NOT NULL,
        region   TEXT NOT NULL) WITHOUT ROWID
      """;
  private static final String REFUSED =
      """
      CREATE TABLE IF NOT EXISTS refused (
        id       TEXT PRIMARY KEY,
        customer TEXT NOT NULL,
        cents    INTEGER NOT NULL,
        step     TEXT NOT NULL,
        reason   TEXT NOT NULL) WITHOUT ROWID
      """;

  private final Connection connection;
  private final PreparedStatement insert;
  private final PreparedStatement refuse;

  private OrderStore(Connection connection) throws SQLException {
    this.connection = connection;
    execute(ORDERS);
    execute(REFUSED);
    insert = connection.prepareStatement("INSERT OR IGNORE INTO orders VALUES (?, ?, ?, ?, ?)");
    refuse = connection.prepareStatement("INSERT OR REPLACE INTO refused VALUES (?, ?, ?, ?, ?)");
  }

  /** Opens the file, or makes one. */
  static OrderStore open(Path file) throws SQLException {
    return open(file, PATIENCE);
  }

  /** As {@link #open(Path)}; an attempt waits so long for another process that holds the file. */
  static OrderStore open(Path file, Duration patience) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.NORMAL);
    config.setBusyTimeout((int) patience.toMillis());
    Connection connection = config.createConnection("jdbc:sqlite:" + file.toUri());
    try {
      return new OrderStore(connection);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Stores all of a chunk, in one transaction, or nothing of it. */
  synchronized void store(List<EnrichedOrder> chunk) throws SQLException {
    execute("BEGIN IMMEDIATE"); // in SQL: the driver's own way begins the next transaction, too
    try {
      for (EnrichedOrder enriched : chunk) {
        setOrder(insert, enriched.order());
        insert.setString(4, enriched.customer().name());
        insert.setString(5, enriched.customer().region());
        insert.addBatch();
      }
      insert.executeBatch();
      execute("COMMIT");
    } catch (SQLException | RuntimeException e) {
      rollback(e);
      throw e;
    }
  }

  /** Keeps an order that was refused, with the reason. */
  synchronized void refuse(Order order, String step, RefusedOrderException refusal)
      throws SQLException {
    setOrder(refuse, order);
    refuse.setString(4, step);
    refuse.setString(5, refusal.getMessage());
    refuse.executeUpdate();
  }

  private static void setOrder(PreparedStatement statement, Order order) throws SQLException {
    statement.setString(1, order.id());
    statement.setString(2, order.customer());
    statement.setLong(3, order.cents());
  }

  /** Whether another process holds the file: then a further attempt may help. */
  static boolean isBusy(Exception failure) {
    return failure instanceof SQLException e
        && (e.getErrorCode() & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code;
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void rollback(Exception failure) throws SQLException {
    insert.clearBatch();
    try {
      execute("ROLLBACK");
    } catch (SQLException e) { // SQLite rolls back itself where the disk is full, for one
      failure.addSuppressed(e);
    }
  }

  @Override
  public synchronized void close() throws SQLException {
    connection.close();
  }
}

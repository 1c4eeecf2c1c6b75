package io.paipa.examples.catalog;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * A row of table {@code run}: what was catalogued when, and how far it came. Rows of the other
 * tables say which run saw them last.
 */
final class Run {
  private final Database database;
  private final List<Path> roots;
  private final long id;

  private Run(Database database, List<Path> roots, long id) {
    this.database = database;
    this.roots = roots;
    this.id = id;
  }

  static Run begin(Database database, List<Path> roots) throws SQLException {
    try (Connection connection = database.connect();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO run (roots) VALUES (?) RETURNING id")) {
      insert.setString(1, roots.stream().map(PathKey::of).collect(Collectors.joining("\n")));
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return new Run(database, roots, row.getLong(1));
      }
    }
  }

  long id() {
    return id;
  }

  /**
   * To be called when everything below the roots was seen: what is in the catalogue and was not
   * seen is gone. All or nothing.
   *
   * @return how many files were removed from the catalogue
   */
  int complete() throws SQLException {
    AtomicInteger gone = new AtomicInteger();
    try (Connection connection = database.connect()) {
      Transaction.run(
          connection,
          () -> {
            for (Path root : roots) {
              gone.addAndGet(remove("files", root, connection));
              remove("failed", root, connection);
            }
            finish(connection);
          });
    }
    return gone.get();
  }

  private void finish(Connection connection) throws SQLException {
    String sql = "UPDATE run SET finished = CURRENT_TIMESTAMP WHERE id = ?";
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setLong(1, id);
      update.executeUpdate();
    }
  }

  /** Older runs' rows, not other ones': another program may be at work below the same root. */
  private int remove(String table, Path root, Connection connection) throws SQLException {
    String sql = "DELETE FROM " + table + " WHERE path >= ? AND path < ? AND run < ?";
    try (PreparedStatement delete = connection.prepareStatement(sql)) {
      delete.setString(1, PathKey.firstBelow(root));
      delete.setString(2, PathKey.firstBehind(root));
      delete.setLong(3, id);
      return delete.executeUpdate();
    }
  }
}

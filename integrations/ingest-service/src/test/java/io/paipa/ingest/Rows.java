package io.paipa.ingest;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What another program finds in the database. */
final class Rows {
  private Rows() {}

  /** The columns of each row, with blanks between them. */
  static List<String> of(Path database, String sql) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          columns.add(String.valueOf(rows.getString(i)));
        }
        found.add(String.join(" ", columns));
      }
      return found;
    } catch (SQLException e) {
      throw new AssertionError("the database can't be read: " + database, e);
    }
  }

  static void change(Path database, String sql) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError("the database can't be changed: " + database, e);
    }
  }

  static long count(Path database, String table) {
    return Long.parseLong(of(database, "SELECT count(*) FROM " + table).get(0));
  }
}

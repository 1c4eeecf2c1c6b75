package io.paipa.examples.catalog;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Asks a catalogue, as any other program would: without the classes that wrote it. */
final class Rows {
  private Rows() {}

  /** The rows of a query, the values of each joined by a bar. */
  static List<String> of(Path database, String sql) throws SQLException {
    if (!Files.exists(database)) {
      throw new AssertionError("there is no database " + database);
    }
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        rows.add(row(result));
      }
    }
    return rows;
  }

  /** The only value of a query. */
  static String value(Path database, String sql) throws SQLException {
    return of(database, sql).get(0);
  }

  private static String row(ResultSet result) throws SQLException {
    List<String> values = new ArrayList<>();
    for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
      values.add(String.valueOf(result.getString(column)));
    }
    return String.join("|", values);
  }
}

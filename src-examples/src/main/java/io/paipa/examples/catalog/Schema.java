package io.paipa.examples.catalog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The tables of a catalogue. */
final class Schema {
  /** Marks the file as a catalogue: "paip" in ASCII. */
  private static final int APPLICATION_ID = 0x70616970;

  private static final List<String> STATEMENTS =
      List.of(
          "PRAGMA application_id = " + APPLICATION_ID,
          """
          CREATE TABLE IF NOT EXISTS run (
            id       INTEGER PRIMARY KEY AUTOINCREMENT,
            roots    TEXT NOT NULL,
            started  TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
            finished TEXT,
            files    INTEGER NOT NULL DEFAULT 0,
            bytes    INTEGER NOT NULL DEFAULT 0)
          """,
          """
          CREATE TABLE IF NOT EXISTS files (
            path          TEXT PRIMARY KEY,
            size          INTEGER NOT NULL,
            sha256        TEXT NOT NULL,
            kind          TEXT NOT NULL,
            class_version INTEGER,
            class_name    TEXT,
            run           INTEGER NOT NULL REFERENCES run) WITHOUT ROWID
          """,
          """
          CREATE TABLE IF NOT EXISTS failed (
            path   TEXT PRIMARY KEY,
            reason TEXT NOT NULL,
            run    INTEGER NOT NULL REFERENCES run) WITHOUT ROWID
          """);

  private static final String IS_SOMETHING_ELSE =
      "SELECT application_id <> "
          + APPLICATION_ID
          + " AND EXISTS (SELECT 1 FROM sqlite_schema) FROM pragma_application_id";

  private Schema() {}

  /** Whether the database is that of another program: not a catalogue, and not empty. */
  static boolean isSomethingElse(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(IS_SOMETHING_ELSE)) {
      return row.next() && row.getBoolean(1);
    }
  }

  /** Makes what is not there yet; all or nothing. */
  static void make(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL"); // which the file remembers
      Transaction.run(
          connection,
          () -> {
            for (String sql : STATEMENTS) {
              statement.execute(sql);
            }
          });
    }
  }
}

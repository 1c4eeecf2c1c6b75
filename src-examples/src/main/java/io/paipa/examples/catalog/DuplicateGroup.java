package io.paipa.examples.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Files with the same content.
 *
 * @param copies how many there are
 * @param size how many bytes each has
 * @param path the first of them
 */
record DuplicateGroup(long copies, long size, String path) {
  /** By what they cost; empty files cost nothing. */
  private static final String LARGEST =
      """
      SELECT count(*) AS copies, size, min(path) AS path
      FROM files
      WHERE size > 0
      GROUP BY sha256
      HAVING copies > 1
      ORDER BY (copies - 1) * size DESC, path
      LIMIT ?\
      """;

  /** The bytes that all copies but one take up. */
  long wasted() {
    return (copies - 1) * size;
  }

  /** The groups of the whole catalogue that waste the most, the worst first. */
  static List<DuplicateGroup> largest(Database database, int limit) throws SQLException {
    List<DuplicateGroup> groups = new ArrayList<>();
    try (Connection connection = database.connect();
        PreparedStatement query = connection.prepareStatement(LARGEST)) {
      query.setInt(1, limit);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          groups.add(
              new DuplicateGroup(
                  rows.getLong("copies"), rows.getLong("size"), rows.getString("path")));
        }
      }
    }
    return groups;
  }
}

package io.paipa.examples.coroutine;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Products in a table of an SQLite database. */
final class ProductTable {
  private final String url;

  ProductTable(Path file) {
    url = "jdbc:sqlite:" + file.toUri();
  }

  /** A product. */
  record Product(int id, String name, boolean available) {}

  /** Makes the table with some products in it; every third is not available. */
  void fill(int products) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS product");
      statement.execute("CREATE TABLE product (id INTEGER PRIMARY KEY, name TEXT, available INT)");
      connection.setAutoCommit(false);
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO product VALUES (?, ?, ?)")) {
        for (int id = 1; id <= products; id++) {
          insert.setInt(1, id);
          insert.setString(2, "product " + id);
          insert.setBoolean(3, id % 3 != 0);
          insert.addBatch();
        }
        insert.executeBatch();
      }
      connection.commit();
    }
  }

  /** The products, read row by row; has to be closed, which a recipe does. */
  Rows rows() {
    try {
      return new Rows(DriverManager.getConnection(url));
    } catch (SQLException e) {
      throw new IllegalStateException("can't read the products: " + e.getMessage(), e);
    }
  }

  /** A cursor as an iterator. */
  static final class Rows implements Iterator<Product>, AutoCloseable {
    private final Connection connection;
    private final ResultSet rows;
    private @Nullable Product next;

    @SuppressWarnings("resource") // closing the connection closes its statements
    private Rows(Connection connection) throws SQLException {
      this.connection = connection;
      rows = connection.createStatement().executeQuery("SELECT * FROM product ORDER BY id");
    }

    @Override
    public boolean hasNext() {
      try {
        if (next == null && rows.next()) {
          next = new Product(rows.getInt(1), rows.getString(2), rows.getBoolean(3));
        }
        return next != null;
      } catch (SQLException e) {
        throw new IllegalStateException("can't read the products: " + e.getMessage(), e);
      }
    }

    @Override
    public Product next() {
      Product product = hasNext() ? next : null;
      if (product == null) {
        throw new NoSuchElementException("there are no more products");
      }
      next = null;
      return product;
    }

    boolean isClosed() throws SQLException {
      return connection.isClosed();
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }
}

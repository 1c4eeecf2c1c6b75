package io.paipa.examples.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * The SQLite file that holds the catalogue.
 *
 * <p>The journal is a write-ahead log. What kills the program or the machine in the middle of a
 * transaction leaves all or nothing of it. People can query while the program writes. A commit need
 * not wait for the disk ({@code synchronous = NORMAL}: a power failure may take the last chunks,
 * never half of one).
 *
 * <p>SQLite has one writer at a time. Each transaction here takes the write lock when it begins and
 * keeps it for milliseconds; the others, in this process or another, wait for their turn.
 */
final class Database {
  private static final int PATIENCE_MILLIS = 60_000;

  private final Path file;
  private final SQLiteConfig config;

  private Database(Path file, SQLiteConfig config) {
    this.file = file;
    this.config = config;
    config.setSynchronous(SynchronousMode.NORMAL);
    config.setBusyTimeout(PATIENCE_MILLIS);
  }

  /** Opens the catalogue, or makes an empty one. */
  static Database open(Path file) {
    return open(file, new SQLiteConfig());
  }

  /** As {@link #open(Path)}, with settings beyond those that are made here. */
  static Database open(Path file, SQLiteConfig settings) {
    Database database = new Database(canonical(file), settings);
    try (Connection connection = database.connect()) {
      if (Schema.isSomethingElse(connection)) {
        throw new CatalogException(file + " is a database, but not a catalogue");
      }
      Schema.make(connection);
    } catch (SQLException e) {
      throw new CatalogException("can't open the database " + file + ": " + e.getMessage(), e);
    }
    return database;
  }

  /** A connection of one's own. */
  Connection connect() throws SQLException {
    // as a URI: SQLite would take a question mark in a plain name for the beginning of options
    return config.createConnection("jdbc:sqlite:" + file.toUri());
  }

  /** The database's own files, which no catalogue should contain. */
  Set<Path> files() {
    return Stream.of("", "-wal", "-shm", "-journal")
        .map(suffix -> file.resolveSibling(file.getFileName() + suffix))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** With links resolved: SQLite keeps its journal beside the real file. */
  private static Path canonical(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    Path folder = absolute.getParent();
    try {
      return Files.exists(absolute) || folder == null
          ? absolute.toRealPath()
          : folder.toRealPath().resolve(absolute.getFileName());
    } catch (IOException e) {
      throw new CatalogException("can't open the database " + file + ": no folder " + folder, e);
    }
  }
}

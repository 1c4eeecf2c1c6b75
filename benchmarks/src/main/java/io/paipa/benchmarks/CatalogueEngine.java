package io.paipa.benchmarks;

import java.nio.file.Path;
import java.util.Iterator;

/**
 * What carries the files of {@link Catalogue} from the walk to the hashing, to the chunks, and to
 * the database: each of the four in threads of its own.
 */
interface CatalogueEngine {
  /** Threads that hash. */
  int HASHERS = 4;

  /** How many files may wait to be hashed. */
  int READ_AHEAD = 64;

  /** How many hashed files, or chunks, may wait. */
  int CAPACITY = 1_024;

  int CHUNK_FILES = 500;

  /** How long the first file of a chunk waits for the others. */
  long CHUNK_MILLIS = 200;

  /** Catalogues all files; when it returns, all are stored, and the threads are gone. */
  void run(Iterator<Path> files, Path database) throws Exception;
}

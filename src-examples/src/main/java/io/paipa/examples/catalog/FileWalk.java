package io.paipa.examples.catalog;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The regular files below a folder, found as they are asked for; symbolic links are not followed.
 *
 * <p>In place of {@link Files#walk}, which ends at the first folder that can't be listed: here that
 * is told, and the walk goes on.
 */
final class FileWalk implements Iterator<Path>, AutoCloseable {
  private final Set<Path> excluded;
  private final BiConsumer<? super Path, ? super IOException> failures;
  private final Deque<Folder> folders = new ArrayDeque<>();
  private @Nullable Path next;

  private record Folder(Path path, DirectoryStream<Path> stream, Iterator<Path> entries) {
    @SuppressWarnings("StreamResourceLeak") // the walk closes it
    static Folder open(Path path) throws IOException {
      DirectoryStream<Path> stream = Files.newDirectoryStream(path);
      return new Folder(path, stream, stream.iterator());
    }
  }

  /**
   * Begins a walk.
   *
   * @param root the folder
   * @param excluded files to leave out
   * @param failures is told what can't be looked at or listed
   * @throws IOException if not even the root can be listed
   */
  FileWalk(Path root, Set<Path> excluded, BiConsumer<? super Path, ? super IOException> failures)
      throws IOException {
    this.excluded = excluded;
    this.failures = failures;
    folders.push(Folder.open(root));
  }

  @Override
  public boolean hasNext() {
    while (next == null && !folders.isEmpty()) {
      advance(folders.element());
    }
    return next != null;
  }

  @Override
  public Path next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    Path file = next;
    next = null;
    return file;
  }

  @Override
  public void close() throws IOException {
    while (!folders.isEmpty()) {
      folders.pop().stream.close();
    }
  }

  private void advance(Folder folder) {
    try {
      if (hasEntry(folder)) {
        visit(folder.entries.next());
      } else {
        folders.pop().stream.close();
      }
    } catch (IOException e) {
      failures.accept(folder.path, e);
    }
  }

  private boolean hasEntry(Folder folder) {
    try {
      return folder.entries.hasNext();
    } catch (DirectoryIteratorException e) { // the listing broke off; there is no more of it
      failures.accept(folder.path, e.getCause());
      return false;
    }
  }

  private void visit(Path path) {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isDirectory()) {
        folders.push(Folder.open(path));
      } else if (attributes.isRegularFile() && !excluded.contains(path)) {
        next = path;
      }
    } catch (IOException e) {
      failures.accept(path, e);
    }
  }
}

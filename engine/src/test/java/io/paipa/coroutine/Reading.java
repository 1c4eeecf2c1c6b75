package io.paipa.coroutine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The ways in which results can be read. */
enum Reading {
  NEXT {
    @Override
    <T> List<T> all(CloseableIterator<T> results) {
      List<T> all = new ArrayList<>();
      while (results.hasNext()) {
        assertThat(results.hasNext()).isTrue();
        all.add(results.next());
      }
      return all;
    }
  },
  FOR_EACH {
    @Override
    <T> List<T> all(CloseableIterator<T> results) {
      List<T> all = new ArrayList<>();
      results.forEachRemaining(all::add);
      return all;
    }
  },
  NEXT_THEN_FOR_EACH {
    @Override
    <T> List<T> all(CloseableIterator<T> results) {
      List<T> all = new ArrayList<>();
      if (results.hasNext()) {
        all.add(results.next());
      }
      boolean more = results.hasNext();
      int before = all.size();
      results.forEachRemaining(all::add);
      assertThat(all.size() > before).isEqualTo(more);
      return all;
    }
  },
  STREAM {
    @Override
    <T> List<T> all(CloseableIterator<T> results) {
      return results.stream().toList();
    }
  },
  STREAM_ITERATOR {
    @Override
    <T> List<T> all(CloseableIterator<T> results) {
      List<T> all = new ArrayList<>();
      Iterator<T> iterator = results.stream().iterator();
      while (iterator.hasNext()) {
        all.add(iterator.next());
      }
      return all;
    }
  };

  abstract <T> List<T> all(CloseableIterator<T> results);
}

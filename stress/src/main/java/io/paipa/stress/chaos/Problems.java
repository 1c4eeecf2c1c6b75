package io.paipa.stress.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What was found wrong in a trial. Any thread. */
final class Problems {
  private static final int AT_MOST = 50;

  private final Set<Problem> found = ConcurrentHashMap.newKeySet();

  void hung(String text) {
    add(Problem.Kind.HUNG, text);
  }

  void ledger(String text) {
    add(Problem.Kind.LEDGER, text);
  }

  void other(String text) {
    add(Problem.Kind.OTHER, text);
  }

  void ledgerUnless(boolean holds, String text) {
    if (!holds) {
      ledger(text);
    }
  }

  void otherUnless(boolean holds, String text) {
    if (!holds) {
      other(text);
    }
  }

  private void add(Problem.Kind kind, String text) {
    if (kind != Problem.Kind.OTHER || found.size() < AT_MOST) {
      found.add(new Problem(kind, text));
    }
  }

  List<Problem> all() {
    List<Problem> all = new ArrayList<>(found);
    all.sort(java.util.Comparator.comparing(Problem::kind).thenComparing(Problem::text));
    return all;
  }
}

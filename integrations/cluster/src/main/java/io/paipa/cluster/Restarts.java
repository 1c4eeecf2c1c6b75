package io.paipa.cluster;

import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.core.MemberLeftException;
import com.hazelcast.jet.RestartableException;
import com.hazelcast.spi.exception.TargetNotMemberException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Failures that come of a change of the cluster: a step asks a map of the cluster, say, while a
 * member goes. Jet is to start the job again for them. It looks for them in the cause of what a
 * processor throws; here they are looked for under all that the step and the engine have put around
 * them.
 */
final class Restarts {
  private static final List<Class<? extends Throwable>> KINDS =
      List.of(
          RestartableException.class,
          HazelcastInstanceNotActiveException.class,
          MemberLeftException.class,
          TargetNotMemberException.class);

  /** Kinds that only Jet's inner packages have. */
  private static final Set<String> INNER_KINDS =
      Set.of(
          "com.hazelcast.jet.core.TopologyChangedException",
          "com.hazelcast.jet.impl.exception.EnteringPassiveClusterStateException");

  private Restarts() {}

  static boolean isDue(Throwable failure) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (@Nullable Throwable t = failure; t != null && seen.add(t); t = t.getCause()) {
      Throwable each = t;
      if (INNER_KINDS.contains(each.getClass().getName())
          || KINDS.stream().anyMatch(kind -> kind.isInstance(each))) {
        return true;
      }
    }
    return false;
  }
}

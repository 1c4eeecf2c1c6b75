package io.paipa.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One member in this JVM, for all tests that ask for it. It ends with the JVM. */
final class SharedMember implements ParameterResolver {
  private static final String CLUSTER = "shared-" + UUID.randomUUID();
  private static @Nullable HazelcastInstance member;

  private static synchronized HazelcastInstance get() {
    HazelcastInstance started = member;
    if (started == null) {
      started = another();
      member = started;
    }
    return started;
  }

  /** One more, in the same cluster; to be shut down. */
  static HazelcastInstance another() {
    Config config = LoopbackMember.config(CLUSTER);
    config.setProperty("hazelcast.partition.count", "31"); // quickly given to others
    config.getJetConfig().setCooperativeThreadCount(1);
    return Hazelcast.newHazelcastInstance(config);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
    return parameter.getParameter().getType() == HazelcastInstance.class;
  }

  @Override
  public HazelcastInstance resolveParameter(
      ParameterContext parameter, ExtensionContext extension) {
    return get();
  }
}

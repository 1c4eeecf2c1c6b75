package io.paipa.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Pipeline;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An item knows on whose behalf it was put. */
@Timeout(60)
class UserOfItemTest {
  @Test
  void shouldGoWithTheItem() throws InterruptedException {
    Map<String, String> stored = new ConcurrentHashMap<>();
    Pipeline.<String>named("orders")
        .contextPropagation(new UserOfItem())
        .map("check", String::strip)
        .workers(2)
        .sink("store", order -> stored.put(order, UserOfItem.user()))
        .build()
        .during(
            pipeline -> {
              UserOfItem.be("ann");
              pipeline.put("tea ");
              UserOfItem.be("carl");
              pipeline.put(" milk");
              UserOfItem.be(null);
              pipeline.put("salt");
            });

    assertThat(stored).isEqualTo(Map.of("tea", "ann", "milk", "carl", "salt", "nobody"));
  }
}

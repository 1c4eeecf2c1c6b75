package io.paipa.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Pipeline;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A test can see that a step's code has the context of the one that has put the item in. */
@LeavesNoPipeline
@Timeout(60)
class PropagatedValueTest {
  @Test
  void shouldGoAlongWithTheItem() {
    PropagatedValue<String> user = new PropagatedValue<>();
    PipelineTest<Integer, String> test =
        PipelineTest.of(
            Pipeline.<Integer>named("test")
                .map("greet", x -> x + " of " + user.get())
                .contextPropagation(user));

    user.set("Ann");
    test.put(1);
    user.set("Bob");
    test.put(2);
    user.set(null);
    test.put(3);

    test.expect(List.of("1 of Ann", "2 of Bob", "3 of null"));
    assertThat(user.get()).isNull();
  }
}

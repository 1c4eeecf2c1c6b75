package io.paipa.internal.hop;

import io.paipa.internal.loop.Workforce;
import io.paipa.internal.platform.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Publishes into a hop, with a fault at the nth place where one could be; then looks whether the
 * hop goes on. Loaded anew, together with the engine, by {@link FaultsTest}.
 */
public final class FaultyPublication implements Function<Integer, @Nullable String> {
  private final String how;

  /**
   * A way to publish.
   *
   * @param how which
   */
  public FaultyPublication(String how) {
    this.how = how;
  }

  /** Null if nothing was wrong; else what. "over" if there is no nth place. */
  @Override
  public @Nullable String apply(Integer nth) {
    Hop hop =
        Hop.create(
            16,
            new Hop.Producers(how.startsWith("single"), 1),
            1,
            null,
            new Workforce(),
            TimeSource.SYSTEM);
    Outbox outbox = hop.outbox(0);
    boolean returned = false;
    Faults.arm(nth);
    boolean thrown;
    try {
      publish("first", hop, outbox);
      returned = true;
    } catch (Faults.Fault | CancellationException e) {
      // as it has to
    } finally {
      thrown = Faults.disarm();
    }
    if (!thrown) {
      return "over";
    }
    if (hop.outlet().publishing() >= 0) {
      return "no other producer can publish";
    }
    hop.inlet().tryPublish("second", () -> null);
    if (outbox != null && !outbox.tryMove(() -> null)) {
      return "the outbox can't be moved";
    }
    List<Object> taken = take(hop);
    long first = taken.stream().filter("first"::equals).count();
    boolean isIn = first > 0;
    boolean wrong =
        !taken.contains("second")
            || first > (how.endsWith("batch") ? 3 : 1)
            || (!how.endsWith("outbox") && isIn != (returned && !how.endsWith("refused")))
            || hop.outlet().depth() != 0
            || hop.outlet().drain(System.nanoTime()) != 0;
    return wrong ? (returned ? "returned" : "thrown") + ", and taken were " + taken : null;
  }

  private void publish(String item, Hop hop, @Nullable Outbox outbox) {
    switch (how.substring(how.indexOf(' ') + 1)) {
      case "item" -> hop.inlet().tryPublish(item, () -> null);
      case "refused" -> hop.inlet().tryPublish(item, CancellationException::new);
      case "meta" -> hop.inlet().tryPublish(Marker.meta(item), () -> null);
      case "batch" -> {
        Circle batch = new Circle(4);
        for (int i = 0; i < 3; i++) {
          batch.set(i, item);
        }
        hop.inlet().tryPublish(batch, 0, 3, () -> null);
      }
      default -> {
        if (outbox != null) {
          outbox.publish(item, () -> null);
          outbox.flush(() -> null);
        }
      }
    }
  }

  /** Takes what is there; meta events count by what they say. */
  private static List<Object> take(Hop hop) {
    List<Object> taken = new ArrayList<>();
    for (int look = 0; look < 64; look++) {
      Claim claim = new OwnClaim(16);
      if (hop.outlet().claim(claim, 16, look) == Outlet.Found.SLOTS) {
        claim.open();
        for (Object item = claim.take(); item != null; item = claim.take()) {
          taken.add(item);
        }
      }
      Marker fence = hop.outlet().fence();
      if (fence != null) {
        taken.add(String.valueOf(fence.meta()));
        hop.outlet().passFence(fence);
      }
    }
    return taken;
  }
}

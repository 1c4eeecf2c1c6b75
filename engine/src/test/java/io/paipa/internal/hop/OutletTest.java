package io.paipa.internal.hop;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.internal.loop.Workforce;
import io.paipa.internal.platform.TimeSource;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Where the workers of a step take from: what the one may do that passes a fence. */
class OutletTest {
  private static final Admission ALWAYS = () -> null;

  private final Hop hop =
      Hop.create(8, new Hop.Producers(true, 0), 1, null, new Workforce(), TimeSource.SYSTEM);

  private Marker publishFence() {
    hop.inlet().publish(Marker.meta("meta"), ALWAYS);
    return Objects.requireNonNull(hop.outlet().fence());
  }

  private long drain() {
    return hop.outlet().drain(System.nanoTime());
  }

  @Test
  void shouldLetWhatIsBehindAFenceBeClaimedAfterIt() {
    Marker fence = publishFence();
    hop.inlet().publish("behind", ALWAYS);
    hop.outlet().passFence(fence);
    assertThat(hop.outlet().fence()).isNull();
    Claim claim = new OwnClaim(8);
    claim.tryBegin();
    assertThat(hop.outlet().claim(claim, 8, 1)).isEqualTo(Outlet.Found.SLOTS);
    claim.open();
    assertThat(claim.take()).isEqualTo("behind");
    assertThat(drain()).isZero();
  }

  /** An end that waits no longer for a worker empties the ring; that worker comes back later. */
  @Test
  void shouldLeaveAloneWhatCameAfterAFenceThatWasDrained() {
    Marker fence = publishFence();
    assertThat(drain()).isZero();
    hop.inlet().publish("behind", ALWAYS);
    hop.outlet().passFence(fence);
    assertThat(drain()).isOne();
  }
}

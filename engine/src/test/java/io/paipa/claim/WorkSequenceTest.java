package io.paipa.claim;

import static org.assertj.core.api.Assertions.assertThat;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import org.junit.jupiter.api.Test;

/** What keeps a producer from a slot that is being copied. */
class WorkSequenceTest {
  /**
   * Read last, it could be found past a claim whose lane was read before that was entered. The
   * window is too narrow to be hit by trying.
   */
  @Test
  void shouldBeReadBeforeTheLanes() {
    Sequence work = new Sequence();
    Sequence[] lanes = {new Sequence(), new Sequence()};
    assertThat(WorkSequence.asScanned(work, lanes)).containsExactly(work, lanes[0], lanes[1]);
  }

  @Test
  void shouldHoldProducersAtASlotThatIsClaimedAndNotLeft() {
    RingBuffer<Object[]> ring = RingBuffer.createMultiProducer(() -> new Object[1], 2);
    WorkSequence work = new WorkSequence(2, ring::addGatingSequences);
    ring.publish(ring.next());
    ring.publish(ring.next());
    int lane = work.enter(0, 0);
    assertThat(work.advance(0, 1)).isTrue();
    assertThat(ring.hasAvailableCapacity(1)).isFalse();
    work.leave(lane);
    assertThat(ring.hasAvailableCapacity(2)).isTrue();
  }
}

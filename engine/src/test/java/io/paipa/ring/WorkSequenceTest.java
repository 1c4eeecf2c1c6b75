package io.paipa.ring;

import static org.assertj.core.api.Assertions.assertThat;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import org.junit.jupiter.api.Test;

/** What keeps a producer from a slot whose event is in hand. */
class WorkSequenceTest {
  /**
   * Read last, it could be found past a claim whose lane was read before it was moved for that. The
   * window is too narrow to be hit by trying.
   */
  @Test
  void shouldBeReadBeforeTheLanes() {
    Sequence work = new Sequence();
    Sequence[] lanes = {new Sequence(), new Sequence()};
    assertThat(WorkSequence.asScanned(work, lanes)).containsExactly(work, lanes[0], lanes[1]);
  }

  /** Claims follow each other without the lane being opened in between. */
  @Test
  void shouldHoldTheSlotAloneThatTheWorkersOwnLaneWasMovedTo() {
    RingBuffer<Object[]> ring = RingBuffer.createMultiProducer(() -> new Object[1], 4);
    WorkSequence work = new WorkSequence(2, ring::addGatingSequences);
    ring.publish(ring.next(4) - 3, 3);
    work.hold(0, 0);
    assertThat(work.advance(0)).isTrue();
    work.hold(1, 1);
    assertThat(work.advance(1)).isTrue();
    assertThat(ring.hasAvailableCapacity(1)).isFalse();

    work.hold(0, 2);
    assertThat(ring.hasAvailableCapacity(1)).as("slot 0 alone").isTrue();
    assertThat(ring.hasAvailableCapacity(2)).isFalse();
    assertThat(work.advance(2)).isTrue();
    assertThat(work.holds(1)).isTrue();
    work.letGo(1);
    assertThat(work.holds(1)).isFalse();

    assertThat(ring.hasAvailableCapacity(2)).as("slots 0 and 1").isTrue();
    assertThat(ring.hasAvailableCapacity(3)).isFalse();
    assertThat(work.passedBy(0)).isEqualTo(1);
    assertThat(work.passedBy(1)).isEqualTo(2);
    work.letGo(0);
    assertThat(ring.hasAvailableCapacity(3)).as("all but what is not claimed").isTrue();
    assertThat(ring.hasAvailableCapacity(4)).isFalse();
  }

  @Test
  void shouldTakeAllGatesOffTheRing() {
    RingBuffer<Object[]> ring = RingBuffer.createMultiProducer(() -> new Object[1], 2);
    WorkSequence work = new WorkSequence(2, ring::addGatingSequences);
    ring.publish(ring.next(2) - 1, 1);
    work.hold(1, 0);
    assertThat(ring.hasAvailableCapacity(1)).isFalse();

    work.ungate(ring::removeGatingSequence);

    assertThat(ring.hasAvailableCapacity(2)).isTrue();
  }
}

package io.paipa.internal.life;

import io.paipa.Acknowledgement;
import io.paipa.Settlement;
import io.paipa.internal.delivery.Envelope;
import io.paipa.internal.worker.Run;
import io.paipa.internal.worker.UserCode;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The items that were put and whose producers wait to be told of them. Any thread: a delivery is
 * added when it was published, and taken out by the thread that settles it. What could not be put
 * is never added, and nobody is told of it.
 */
final class Submissions {
  private final Run run;
  private final UserCode userCode;
  private final Set<PutDelivery> open = ConcurrentHashMap.newKeySet();

  /** Whether nobody settles any more what is open: written before that is abandoned. */
  private volatile boolean over;

  /** Whether the interrupts of the end have come, and disturb nobody. */
  private volatile boolean atPeace;

  Submissions(Run run) {
    this.run = run;
    this.userCode = new UserCode(run);
  }

  /** An item is about to be put. */
  Envelope opened(Object item, Acknowledgement acknowledgement) {
    PutDelivery delivery =
        new PutDelivery(
            (settled, outcome) -> {
              open.remove(settled);
              tell(item, acknowledgement, outcome);
            });
    delivery.carry(run.contexts().capture());
    return new Envelope(item, delivery);
  }

  private void tell(Object item, Acknowledgement acknowledgement, Settlement outcome) {
    try {
      acknowledgement.settled(outcome);
    } catch (Throwable t) {
      if (!userCode.isOfTheEnd(t, atPeace)) {
        run.fail("an acknowledgement failed", null, item, 0, t);
      }
    }
  }

  /**
   * It was put. It may be settled by now, or the run may be over: then either this thread sees
   * that, or the one that abandons what is open sees this.
   */
  void put(Envelope envelope) {
    if (envelope.delivery() instanceof PutDelivery delivery) {
      open.add(delivery);
      if (delivery.isSettled()) {
        open.remove(delivery);
      } else if (over) {
        delivery.abandon();
      }
    }
  }

  /** The run is over: nobody settles what is open. */
  void abandonAll() {
    over = true;
    if (open.isEmpty()) {
      return; // else this would wait for the interrupts, which are the user's code, too
    }
    atPeace = userCode.awaitEnd();
    for (PutDelivery delivery : open) {
      delivery.abandon();
      UserCode.forgetInterrupt();
    }
  }
}

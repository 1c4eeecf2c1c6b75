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
 * added before it is published, and taken out by the thread that settles it, or that could not
 * publish it. So at the end, when nothing is in a ring any more, those that are here are all that
 * are open.
 */
final class Submissions {
  private final Run run;
  private final UserCode userCode;
  private final Set<PutDelivery> open = ConcurrentHashMap.newKeySet();

  /** Whether the interrupts of the end have come: only the thread that concludes the run tells. */
  private volatile boolean over;

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
    open.add(delivery);
    return new Envelope(item, delivery);
  }

  private void tell(Object item, Acknowledgement acknowledgement, Settlement outcome) {
    try {
      acknowledgement.settled(outcome);
    } catch (Throwable t) {
      if (!userCode.isOfTheEnd(t, over)) {
        run.fail("an acknowledgement failed", null, item, 0, t);
      }
    }
  }

  /** It could not be put: nobody is told. */
  void refused(Envelope envelope) {
    if (envelope.delivery() instanceof PutDelivery delivery) {
      open.remove(delivery);
    }
  }

  /** The run is over: nobody settles what is open. */
  void abandonAll() {
    over = userCode.awaitEnd();
    for (PutDelivery delivery : open) {
      delivery.abandon();
      UserCode.forgetInterrupt();
    }
  }
}

package io.paipa.internal.life;

import io.paipa.internal.source.AcknowledgedFeeder;
import io.paipa.internal.source.Entrance;
import io.paipa.internal.source.Intake;

/** Pauses a run, and lets it go on. Any thread; has no state of its own. */
final class PauseSwitch {
  private final Intake intake;
  private final Entrance entrance;
  private final AcknowledgedSources acknowledged;

  PauseSwitch(Engine engine) {
    this.intake = engine.intake();
    this.entrance = engine.entrance();
    this.acknowledged = engine.acknowledged();
  }

  /** Nothing is pulled or put for now. A poll that waits returns. */
  void pause() {
    intake.pause();
    acknowledged.wakeUp();
  }

  /** All that wait for the end of the pause look again. */
  void resume() {
    intake.resume();
    entrance.resumed();
    acknowledged.forEach(AcknowledgedFeeder::resumed);
  }
}

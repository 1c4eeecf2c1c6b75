package io.paipa.cluster;

import com.hazelcast.cluster.Address;
import com.hazelcast.jet.JetException;
import com.hazelcast.jet.RestartableException;
import com.hazelcast.jet.Util;
import com.hazelcast.jet.config.ProcessingGuarantee;
import com.hazelcast.jet.core.AbstractProcessor;
import com.hazelcast.jet.core.Inbox;
import com.hazelcast.jet.core.ProcessorMetaSupplier;
import com.hazelcast.jet.core.Watermark;
import io.paipa.PipelineException;
import io.paipa.embedding.EmbeddedPipeline;
import io.paipa.embedding.RunLedger;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A part of the pipeline as a processor of Jet's, one on each member: the one class that knows how
 * Jet calls processors. Used by one thread of Jet's at a time, which it does not make wait but at
 * its end.
 *
 * <p><b>A snapshot</b> flushes the part. All that came before the barrier is done, and its outputs
 * are with Jet, before the barrier goes on. So nothing needs to be saved but the ledger. The next
 * start adds its own to it: so the sum counts each item once, whatever was done again.
 */
final class EmbeddedProcessor extends AbstractProcessor {
  private static final System.Logger LOG = System.getLogger("io.paipa.cluster");

  private final Part part;
  private @Nullable EmbeddedPipeline running;
  private @Nullable LedgerKeeper keeper;
  private @Nullable CancelWish wish;
  private Records.@Nullable Entry blank;
  private String member = "";
  private String snapshotKey = "";

  /** What the snapshot has of all items before; null if there was none. */
  private @Nullable RunLedger before;

  /** What is to be saved; null but while it is. */
  private byte @Nullable [] saving;

  private boolean isChecked;
  private boolean finished;

  /** Whether the snapshot was read, if there is one: before that, what is counted is not all. */
  private boolean hasBegun;

  private EmbeddedProcessor(Part part) {
    this.part = part;
  }

  /** Makes the processors of a part. */
  static ProcessorMetaSupplier of(Part part) {
    return ProcessorMetaSupplier.preferLocalParallelismOne(() -> new EmbeddedProcessor(part));
  }

  @Override
  public boolean isCooperative() {
    return false;
  }

  @Override
  protected void init(Context context) {
    refuseWhatNoSnapshotKnowsOf(context);
    Address address = context.hazelcastInstance().getCluster().getLocalMember().getAddress();
    member = address.getHost() + ":" + address.getPort();
    int index = context.globalProcessorIndex();
    snapshotKey = "ledger-" + index;
    String job = Util.idToString(context.jobId());
    wish = new CancelWish(context.hazelcastInstance(), job);
    keeper =
        new LedgerKeeper(
            context.hazelcastInstance(),
            new Records.Place(job, context.executionId(), part.line(), part.index(), index));
    blank =
        new Records.Entry(
            part.pipelineName(),
            context.executionId(),
            part.line(),
            part.index(),
            part.count(),
            context.totalParallelism(),
            context.hazelcastInstance().getCluster().getClusterTime(),
            RunLedger.NOTHING,
            null);
    running = EmbeddedPipeline.start(part.pipelineName(), part.steps(), part.terminationTimeout());
  }

  /** As at the submit, but inside a pipeline of Jet's the guarantee is known only here. */
  private void refuseWhatNoSnapshotKnowsOf(Context context) {
    if (context.processingGuarantee() != ProcessingGuarantee.NONE) {
      Rules.refuseIteratorSteps(part.pipelineName(), part.steps());
    }
  }

  private EmbeddedPipeline run() {
    return Objects.requireNonNull(running, "Jet calls init first");
  }

  @Override
  public void process(int ordinal, Inbox inbox) {
    if (goesOn()) {
      EmbeddedPipeline run = run();
      if (!isChecked) { // one has timestamps, or none has
        Timestamps.refuse(Objects.requireNonNull(inbox.peek()), part);
        isChecked = true;
      }
      for (Object item = inbox.peek(); item != null; item = inbox.peek()) {
        if (!run.offer(item)) {
          break;
        }
        inbox.remove();
      }
      run.push();
      giveOutputs();
    }
  }

  @Override
  public boolean tryProcess() {
    if (!goesOn()) {
      return false;
    }
    run().push();
    giveOutputs();
    return true;
  }

  @Override
  public boolean tryProcessWatermark(Watermark watermark) {
    throw Timestamps.refused(part);
  }

  @Override
  public boolean complete() {
    if (!goesOn()) {
      return false;
    }
    if (!finished && run().push()) {
      run().finish();
      finished = true;
    }
    giveOutputs();
    if (!finished || !run().isOver() || run().failure().isPresent()) {
      return false; // goesOn() throws the failure
    }
    return true; // close() comes next, and tells of the end
  }

  @Override
  public boolean saveToSnapshot() {
    if (saving == null) {
      if (!goesOn()) {
        return false;
      }
      giveOutputs();
      boolean isFlushed = finished ? run().isOver() : run().flush();
      if (!isFlushed) {
        return false;
      }
      saving = ledger().past().toBytes();
    }
    if (!getOutbox().offerToSnapshot(snapshotKey, saving)) {
      return false;
    }
    saving = null;
    return true;
  }

  @Override
  protected void restoreFromSnapshot(Object key, Object value) {
    try {
      RunLedger saved = RunLedger.ofBytes((byte[]) value);
      before = before == null ? saved : before.plus(saved);
    } catch (IOException e) {
      throw new JetException(
          "pipeline '" + part.pipelineName() + "': its snapshot can't be read: " + e.getMessage(),
          e);
    }
  }

  /** Gives Jet what it takes of the outputs. */
  private void giveOutputs() {
    EmbeddedPipeline run = run();
    for (Object next = run.peek(); next != null; next = run.peek()) {
      if (!getOutbox().offer(next)) {
        return;
      }
      run.remove();
    }
  }

  /**
   * Whether the run has not failed. Once a second it tells of itself, and looks whether it is to be
   * cancelled. A run that has failed comes to its end first, which takes some calls; then that is
   * told, and the failure thrown.
   */
  private boolean goesOn() {
    PipelineException failure = run().failure().orElse(null);
    if (failure == null) {
      hasBegun = true;
      if (keeper().isDue()) {
        keeper().write(entry(null));
        wish().look();
      }
      if (wish().isSeen()) {
        throw new JetException("pipeline '" + part.pipelineName() + "': it is cancelled");
      }
      return true;
    }
    if (!run().isOver()) {
      return false;
    }
    FailureNote note = FailureNote.of(failure, member);
    LOG.log(System.Logger.Level.WARNING, note.words(), failure); // not all of it may travel
    keeper().writeLast(entry(note));
    keeper = null; // this was the last word
    throw Restarts.isDue(failure)
        ? new RestartableException(note.words())
        : new JetException(note.words());
  }

  private LedgerKeeper keeper() {
    return Objects.requireNonNull(keeper, "Jet calls nothing after a failure");
  }

  private CancelWish wish() {
    return Objects.requireNonNull(wish, "Jet calls init first");
  }

  private RunLedger ledger() {
    RunLedger ledger = run().ledger();
    return before == null ? ledger : ledger.after(before);
  }

  private Records.Entry entry(@Nullable FailureNote failure) {
    return Objects.requireNonNull(blank).with(ledger(), failure);
  }

  /**
   * Whatever the end is: nothing of the run is left, but user code that ignores interrupts. After a
   * snapshot with which the job is suspended, the steps are told of a drain.
   */
  @Override
  public void close() {
    if (running != null) {
      running.close();
      if (keeper != null && hasBegun) {
        keeper.writeLast(entry(null));
      }
    }
  }
}

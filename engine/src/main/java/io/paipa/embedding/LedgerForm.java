package io.paipa.embedding;

import io.paipa.TimeDistribution;
import io.paipa.WorkerTime;
import io.paipa.internal.ledger.MeasuredTimes;
import io.paipa.internal.ledger.StepCounts;
import io.paipa.internal.ledger.StepLoad;
import io.paipa.internal.measure.HistogramSnapshot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A ledger as bytes. They begin with a number that says how the rest is to be read. */
final class LedgerForm {
  private static final int VERSION = 1;

  private LedgerForm() {}

  static byte[] write(RunLedger ledger) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      out.writeByte(VERSION);
      out.writeLong(ledger.elapsed().toNanos());
      out.writeLong(ledger.accepted());
      out.writeLong(ledger.abandonedBeforeFirstStep());
      out.writeInt(ledger.steps().size());
      for (StepCounts step : ledger.steps()) {
        write(step, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // not where all is in memory
    }
    return bytes.toByteArray();
  }

  private static void write(StepCounts step, DataOutput out) throws IOException {
    out.writeUTF(step.stepName());
    out.writeInt(step.workers());
    out.writeLong(step.received());
    out.writeLong(step.done());
    out.writeLong(step.skipped());
    out.writeLong(step.deadLettered());
    out.writeLong(step.failed());
    out.writeLong(step.abandoned());
    out.writeLong(step.emitted());
    out.writeLong(step.retried());
    out.writeLong(step.reenqueued());
    out.writeLong(step.queued());
    out.writeLong(step.inHand());
    out.writeLong(step.waitingForKeys());
    out.writeInt(step.busyKeys());
    out.writeInt(step.inFlight());
    out.writeLong(step.lateCompletions());
    out.writeInt(step.queueCapacity());
    out.writeInt(step.busyWorkers());
    out.writeLong(step.workerTime().busy().toNanos());
    out.writeLong(step.workerTime().blocked().toNanos());
    out.writeLong(step.workerTime().waiting().toNanos());
    out.writeLong(step.workerTime().held().toNanos());
    write(step.serviceTime(), out);
    write(step.queueTime(), out);
  }

  private static void write(Optional<TimeDistribution> times, DataOutput out) throws IOException {
    HistogramSnapshot snapshot =
        times.orElse(null) instanceof MeasuredTimes measured
            ? measured.snapshot()
            : HistogramSnapshot.EMPTY;
    snapshot.write(out);
  }

  static RunLedger read(byte[] bytes) throws IOException {
    DataInput in = new DataInputStream(new ByteArrayInputStream(bytes));
    int version = in.readByte();
    if (version != VERSION) {
      throw new IOException(
          "a ledger of form " + version + ", and not " + VERSION + ": it is of another version");
    }
    Duration elapsed = readDuration(in);
    long accepted = in.readLong();
    long abandoned = in.readLong();
    List<StepCounts> steps = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      steps.add(readStep(in));
    }
    return new RunLedger(elapsed, accepted, abandoned, steps);
  }

  /** The arguments are evaluated in their order, which is the order of writing. */
  private static StepCounts readStep(DataInput in) throws IOException {
    return new StepCounts(
        in.readUTF(),
        in.readInt(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readInt(),
        in.readInt(),
        in.readLong(),
        readLoad(in),
        Optional.empty());
  }

  private static StepLoad readLoad(DataInput in) throws IOException {
    return new StepLoad(
        in.readInt(),
        in.readInt(),
        new WorkerTime(readDuration(in), readDuration(in), readDuration(in), readDuration(in)),
        MeasuredTimes.of(HistogramSnapshot.read(in)),
        MeasuredTimes.of(HistogramSnapshot.read(in)),
        List.of(),
        List.of());
  }

  private static Duration readDuration(DataInput in) throws IOException {
    return Duration.ofNanos(in.readLong());
  }
}

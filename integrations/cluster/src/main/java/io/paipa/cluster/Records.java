package io.paipa.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.query.Predicates;
import io.paipa.embedding.RunLedger;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the places of all jobs say of themselves: a map of the cluster, with a record for each place
 * and execution. The values are bytes, for the members need not know their classes. They are kept
 * as long as Jet keeps the results of jobs by default.
 */
final class Records {
  private static final String MAP = "io.paipa.cluster.ledgers";

  /** How long what is known of a job is kept. */
  static final long KEPT_DAYS = 7;

  private Records() {}

  /**
   * Where a part of the pipeline runs.
   *
   * @param job the job
   * @param execution each start of the job is one
   * @param line which of the pipelines that are part of the job
   * @param part which part of the pipeline
   * @param index which of the processors of that part
   */
  record Place(String job, long execution, String line, int part, int index) {
    private String key() {
      return job + "/" + execution + "/" + line + "/" + part + "/" + index;
    }
  }

  /**
   * What a place says of itself.
   *
   * @param pipelineName the pipeline
   * @param execution the start of the job that it is of
   * @param line which of the pipelines that are part of the job
   * @param part which part of the pipeline
   * @param parts how many parts the pipeline has
   * @param places how many places the part has
   * @param startedMillis when this began, by the cluster's clock
   * @param ledger what became of its items
   * @param failure why it has failed, or null
   */
  record Entry(
      String pipelineName,
      long execution,
      String line,
      int part,
      int parts,
      int places,
      long startedMillis,
      RunLedger ledger,
      @Nullable FailureNote failure) {
    /** The same place, later. */
    Entry with(RunLedger now, @Nullable FailureNote why) {
      return new Entry(pipelineName, execution, line, part, parts, places, startedMillis, now, why);
    }
  }

  static IMap<String, byte[]> in(HazelcastInstance hazelcast) {
    return hazelcast.getMap(MAP);
  }

  static CompletionStage<?> write(IMap<String, byte[]> records, Place place, Entry entry) {
    return records.setAsync(place.key(), bytes(entry), KEPT_DAYS, TimeUnit.DAYS);
  }

  /** All records of a job, of its earlier starts, too. */
  static List<Entry> of(HazelcastInstance hazelcast, String job) {
    Collection<byte[]> values = in(hazelcast).values(Predicates.like("__key", job + "/%"));
    return values.stream().map(Records::entry).toList();
  }

  /** Removes what was told of a start of a job. */
  static void remove(HazelcastInstance hazelcast, String job, long execution) {
    in(hazelcast).removeAll(Predicates.like("__key", job + "/" + execution + "/%"));
  }

  private static byte[] bytes(Entry entry) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      out.writeUTF(entry.pipelineName);
      out.writeLong(entry.execution);
      out.writeUTF(entry.line);
      out.writeInt(entry.part);
      out.writeInt(entry.parts);
      out.writeInt(entry.places);
      out.writeLong(entry.startedMillis);
      SizedBytes.write(entry.ledger.toBytes(), out);
      FailureNote failure = entry.failure;
      out.writeBoolean(failure != null);
      if (failure != null) {
        failure.write(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // not where all is in memory
    }
    return bytes.toByteArray();
  }

  private static Entry entry(byte[] bytes) {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    try {
      return new Entry(
          in.readUTF(),
          in.readLong(),
          in.readUTF(),
          in.readInt(),
          in.readInt(),
          in.readInt(),
          in.readLong(),
          RunLedger.ofBytes(SizedBytes.read(in)),
          in.readBoolean() ? FailureNote.read(in) : null);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "a record of the job can't be read; let the submitting program and the members have the"
              + " same version of Paipa",
          e);
    }
  }
}

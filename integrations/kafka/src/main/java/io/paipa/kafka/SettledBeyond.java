package io.paipa.kafka;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.LongStream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * Which records of a partition are settled although earlier ones are open: what a commit's metadata
 * keeps, so that a restart repeats only what was open. From a first offset, which is the committed
 * one, to a last; of those between, all are settled but the open ones. Their distances are written,
 * compressed, as text. Immutable.
 */
final class SettledBeyond {
  /** Nothing is known. */
  static final SettledBeyond NOTHING = new SettledBeyond(0, 0, new long[0], 0);

  private static final String PREFIX = "paipa:1:";

  /** Far more than a commit's metadata may hold, however it was compressed. */
  private static final int MAX_BYTES = 1 << 20;

  private final long from;
  private final long to;
  private final long[] open;
  private final int leaderEpoch;

  /**
   * What is known of the offsets from the first, and before the last.
   *
   * @param open those that are not settled, in their order
   * @param leaderEpoch the highest of all that were read. A record with a higher one was written in
   *     the place of another, which the log has lost
   */
  SettledBeyond(long from, long to, long[] open, int leaderEpoch) {
    this.from = from;
    this.to = to;
    this.open = open;
    this.leaderEpoch = leaderEpoch;
  }

  /** The offset that this belongs to: that of the commit. */
  long from() {
    return from;
  }

  /** From which offset on nothing is known. */
  long to() {
    return to;
  }

  int leaderEpoch() {
    return leaderEpoch;
  }

  /** Those that are not settled, behind an offset. */
  LongStream openAfter(long offset) {
    return Arrays.stream(open).filter(each -> each > offset);
  }

  boolean isSettled(long offset) {
    return offset >= from && offset < to && Arrays.binarySearch(open, offset) < 0;
  }

  /**
   * The text of it.
   *
   * @param maxChars how long it may be. What doesn't fit is left out: it counts as open then
   * @return empty if there is nothing to tell
   */
  String encode(int maxChars) {
    SettledBeyond part = this;
    String text = part.encode();
    while (text.length() > maxChars) {
      int fewer = Math.min(part.open.length - 1, part.open.length * maxChars / text.length());
      if (fewer <= 0) {
        return "";
      }
      part = new SettledBeyond(from, open[fewer], Arrays.copyOf(open, fewer), leaderEpoch);
      text = part.encode();
    }
    return text;
  }

  private String encode() {
    if (to - from <= open.length) {
      return "";
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
      write(from, out);
      write(to - from, out);
      write(leaderEpoch, out);
      write(open.length, out);
      long before = from;
      for (long each : open) {
        write(each - before, out);
        before = each;
      }
    } catch (IOException e) {
      throw new AssertionError("no file is written here", e);
    }
    return PREFIX + Base64.getEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }

  /**
   * What a commit says.
   *
   * @return {@link #NOTHING} if the metadata is another program's, or belongs to another offset
   */
  static SettledBeyond of(OffsetAndMetadata committed) {
    String text = committed.metadata();
    if (!text.startsWith(PREFIX)) {
      return NOTHING;
    }
    try {
      SettledBeyond read = read(Base64.getDecoder().decode(text.substring(PREFIX.length())));
      return read.from == committed.offset() ? read : NOTHING;
    } catch (IOException | IllegalArgumentException e) {
      return NOTHING; // to repeat some is better than to fail
    }
  }

  private static SettledBeyond read(byte[] bytes) throws IOException {
    byte[] plain = new InflaterInputStream(new ByteArrayInputStream(bytes)).readNBytes(MAX_BYTES);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(plain));
    long from = readNumber(in);
    long to = from + readNumber(in);
    int leaderEpoch = (int) readNumber(in);
    long count = readNumber(in);
    if (count < 0 || count > plain.length) {
      throw new IOException("not so many");
    }
    long[] open = new long[(int) count];
    long before = from;
    for (int i = 0; i < count; i++) {
      open[i] = before + readNumber(in);
      before = open[i];
    }
    return new SettledBeyond(from, to, open, leaderEpoch);
  }

  /**
   * Seven bits a byte, the lowest first; the eighth says that more follow. No number is negative.
   */
  private static void write(long number, DataOutputStream out) throws IOException {
    long rest = number;
    while (rest > 0x7f) {
      out.writeByte((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  private static long readNumber(DataInputStream in) throws IOException {
    long number = 0;
    int shift = 0;
    int next;
    do {
      next = in.readUnsignedByte();
      number |= (long) (next & 0x7f) << shift;
      shift += 7;
    } while (next > 0x7f && shift < Long.SIZE);
    return number;
  }
}

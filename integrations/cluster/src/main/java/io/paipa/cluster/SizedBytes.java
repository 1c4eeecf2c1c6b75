package io.paipa.cluster;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** Bytes within others: how many there are stands before them. */
final class SizedBytes {
  private SizedBytes() {}

  static void write(byte[] bytes, DataOutputStream out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static byte[] read(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt());
  }
}

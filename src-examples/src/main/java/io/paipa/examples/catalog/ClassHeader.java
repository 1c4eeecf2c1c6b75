package io.paipa.examples.catalog;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What a class file says of itself (The Java Virtual Machine Specification, chapter 4).
 *
 * @param version the major version of the format: 61 for Java 17
 * @param className the class's binary name
 */
record ClassHeader(int version, String className) {
  private static final int VERSION_OFFSET = 6;
  private static final int CONSTANT_POOL_OFFSET = 8;

  static int version(ByteBuffer head) {
    return Short.toUnsignedInt(head.getShort(VERSION_OFFSET));
  }

  /** Reads the beginning of a class file; empty if it is broken or too short for its constants. */
  static Optional<ClassHeader> parse(ByteBuffer head) {
    try {
      ByteBuffer in = head.duplicate().position(CONSTANT_POOL_OFFSET);
      int[] constants = constantOffsets(in);
      in.getShort(); // access flags
      int thisClass = constants[Short.toUnsignedInt(in.getShort())];
      int name = constants[Short.toUnsignedInt(in.getShort(thisClass + 1))];
      return Optional.of(new ClassHeader(version(head), utf8(head, name + 1).replace('/', '.')));
    } catch (BufferUnderflowException
        | IndexOutOfBoundsException
        | IllegalArgumentException
        | IOException broken) {
      return Optional.empty();
    }
  }

  /** Where each constant of the pool begins; leaves the buffer behind the pool. */
  private static int[] constantOffsets(ByteBuffer in) {
    int[] offsets = new int[Short.toUnsignedInt(in.getShort())];
    for (int i = 1; i < offsets.length; i++) {
      offsets[i] = in.position();
      int tag = in.get();
      int length = length(tag, in);
      in.position(in.position() + length);
      if (tag == 5 || tag == 6) { // a long or double takes two places
        i++;
      }
    }
    return offsets;
  }

  private static int length(int tag, ByteBuffer in) {
    return switch (tag) {
      case 1 -> 2 + Short.toUnsignedInt(in.getShort(in.position())); // UTF-8, after its length
      case 7, 8, 16, 19, 20 -> 2; // class, string, method type, module, package: one index
      case 15 -> 3; // method handle
      case 3, 4, 9, 10, 11, 12, 17, 18 -> 4; // int, float, and what has two indexes
      case 5, 6 -> 8; // long, double
      default -> throw new IllegalArgumentException("no constant has the tag " + tag);
    };
  }

  private static String utf8(ByteBuffer head, int offset) throws IOException {
    byte[] text = new byte[2 + Short.toUnsignedInt(head.getShort(offset))]; // after its length
    head.get(offset, text);
    return new DataInputStream(new ByteArrayInputStream(text)).readUTF();
  }
}

package io.paipa.internal.measure;

/**
 * Nothing but room in front of the fields of a subclass, so that they share no cache line with what
 * lies before the object. The JVM puts the fields of a superclass first.
 */
@SuppressWarnings("unused") // they take up room
public abstract class Pad {
  private long pad0;
  private long pad1;
  private long pad2;
  private long pad3;
  private long pad4;
  private long pad5;
  private long pad6;

  /** Room. */
  protected Pad() {}
}

package io.paipa.internal.ledger;

/**
 * Nothing but room in front of the fields of a subclass, so that they share no cache line with what
 * lies before the object. The JVM puts the fields of a superclass first.
 */
abstract class Pad {
  long pad0;
  long pad1;
  long pad2;
  long pad3;
  long pad4;
  long pad5;
  long pad6;
}

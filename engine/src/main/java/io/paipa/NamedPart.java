package io.paipa;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for a part of a definition while that is serialised, so that an exception can say which
 * part it is that can't be. Read back, it is that part.
 */
final class NamedPart implements Serializable {
  private static final long serialVersionUID = 1L;
  private final transient String name;
  private transient @Nullable Object part;

  NamedPart(String name, @Nullable Object part) {
    this.name = name;
    this.part = part;
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
    try {
      out.writeObject(part);
    } catch (Refused e) {
      throw new Refused(name + ", " + e.getMessage());
    } catch (NotSerializableException e) {
      throw new Refused(
          name
              + ": it is or holds a "
              + e.getMessage()
              + ", which is not serialisable; make it so, or leave it out");
    }
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    part = in.readObject();
  }

  private @Nullable Object readResolve() {
    return part;
  }

  /** Says what can't be serialised, and where it is. */
  private static final class Refused extends NotSerializableException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }
}

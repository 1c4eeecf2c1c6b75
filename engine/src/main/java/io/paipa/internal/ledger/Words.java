package io.paipa.internal.ledger;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An object's own words, for messages to people, as far as they can be had, and no more than fit.
 * Values of the JDK's, and records and collections of such, are told part by part, so that a huge
 * one is never written out.
 */
public final class Words {
  private static final int LENGTH_AT_MOST = 200;
  private static final int DEPTH_AT_MOST = 4;

  /** Turning a longer number into decimals takes long. */
  private static final int BITS_AT_MOST = 1_000;

  private final StringBuilder text = new StringBuilder();

  private Words() {}

  /**
   * What an object says of itself, cut where it gets long.
   *
   * @param object the object
   * @return its words, or its class and identity if it has none; never throws what the object
   *     throws
   */
  public static String of(Object object) {
    try {
      Words words = new Words();
      words.add(object, 0);
      return words.cut();
    } catch (Throwable t) { // an Error, too, where an object contains itself
      return identity(object) + " (its toString throws " + t.getClass().getName() + ")";
    }
  }

  /**
   * An object's class and identity, without a word from the object.
   *
   * @param object the object
   * @return both, as {@link Object#toString} gives them
   */
  public static String identity(Object object) {
    return object.getClass().getName() + "@" + Integer.toHexString(System.identityHashCode(object));
  }

  private String cut() {
    if (text.length() <= LENGTH_AT_MOST) {
      return text.toString();
    }
    boolean splits = Character.isHighSurrogate(text.charAt(LENGTH_AT_MOST - 1));
    return text.substring(0, splits ? LENGTH_AT_MOST - 1 : LENGTH_AT_MOST) + "…";
  }

  private boolean isFull() {
    return text.length() > LENGTH_AT_MOST;
  }

  private void add(@Nullable Object object, int depth) {
    if (object == null || isSmall(object)) {
      addText(String.valueOf(object));
    } else if (isOfJdk(object) && object instanceof CharSequence characters) {
      addText(characters);
    } else if (object instanceof BigInteger number) {
      addText("a number of " + number.bitLength() + " bits");
    } else if (object instanceof BigDecimal number) {
      addText("a number of " + number.unscaledValue().bitLength() + " bits");
    } else if (object.getClass().isArray()) {
      addText(object.getClass().getComponentType().getName());
      addText("[" + Array.getLength(object) + "]");
    } else if (isOfJdk(object) && object instanceof Collection<?> collection) {
      addAll(collection, depth);
    } else if (isOfJdk(object) && object instanceof Map<?, ?> map) {
      addAll(map, depth);
    } else if (isOfJdk(object) && object instanceof Map.Entry<?, ?> entry) {
      addEntry(entry, entry, depth);
    } else if (object instanceof Optional<?> optional) {
      addOptional(optional, depth);
    } else if (!(object instanceof Record && addRecord(object, depth))) {
      addText(String.valueOf((Object) object.toString())); // which may give null
    }
  }

  private void addText(CharSequence added) {
    text.append(added, 0, Math.min(added.length(), LENGTH_AT_MOST + 1));
  }

  /** Whether it is a value of the JDK's whose words are few, or no more than it holds already. */
  private static boolean isSmall(Object object) {
    if (object instanceof BigInteger number) {
      return number.bitLength() <= BITS_AT_MOST;
    }
    if (object instanceof BigDecimal number) {
      return number.unscaledValue().bitLength() <= BITS_AT_MOST;
    }
    return isOfJdk(object)
        && (object instanceof Number
            || object instanceof Boolean
            || object instanceof Character
            || object instanceof TemporalAccessor
            || object instanceof TemporalAmount
            || object instanceof UUID);
  }

  private static boolean isOfJdk(Object object) {
    return object.getClass().getName().startsWith("java.");
  }

  private void addAll(Collection<?> collection, int depth) {
    text.append('[');
    String separator = "";
    for (Object element : collection) {
      if (isFull()) {
        return;
      }
      text.append(separator);
      addDeeper(element, collection, depth);
      separator = ", ";
    }
    text.append(']');
  }

  private void addAll(Map<?, ?> map, int depth) {
    text.append('{');
    String separator = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (isFull()) {
        return;
      }
      text.append(separator);
      addEntry(entry, map, depth);
      separator = ", ";
    }
    text.append('}');
  }

  private void addEntry(Map.Entry<?, ?> entry, Object whole, int depth) {
    addDeeper(entry.getKey(), whole, depth);
    text.append('=');
    addDeeper(entry.getValue(), whole, depth);
  }

  private void addOptional(Optional<?> optional, int depth) {
    text.append(optional.isPresent() ? "Optional[" : "Optional.empty");
    if (optional.isPresent()) {
      addDeeper(optional.get(), optional, depth);
      text.append(']');
    }
  }

  private void addDeeper(@Nullable Object part, Object whole, int depth) {
    if (part == whole || depth == DEPTH_AT_MOST) {
      text.append("…");
    } else {
      add(part, depth + 1);
    }
  }

  /**
   * A record whose words are those that every record has; one that has words of its own is asked
   * for them, for it may hide something. The compiler makes the method final, people do not.
   */
  private boolean addRecord(Object object, int depth) {
    Class<?> type = object.getClass();
    RecordComponent[] components = type.getRecordComponents();
    @Nullable Object[] values = new Object[components.length];
    try {
      if (!Modifier.isFinal(type.getMethod("toString").getModifiers())) {
        return false;
      }
      for (int i = 0; i < components.length; i++) {
        Field field = type.getDeclaredField(components[i].getName());
        field.setAccessible(true);
        values[i] = field.get(object);
      }
    } catch (ReflectiveOperationException | InaccessibleObjectException closed) {
      return false; // a package that is not open to others
    }
    text.append(type.getSimpleName()).append('[');
    for (int i = 0; i < components.length && !isFull(); i++) {
      text.append(i == 0 ? "" : ", ").append(components[i].getName()).append('=');
      addDeeper(values[i], object, depth);
    }
    text.append(']');
    return true;
  }
}

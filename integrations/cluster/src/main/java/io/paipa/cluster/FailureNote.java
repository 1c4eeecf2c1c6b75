package io.paipa.cluster;

import io.paipa.PipelineException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Why the pipeline has failed on a member, in a form that always travels: the words, and the
 * exception if it can be sent, and is not too large. Whoever reads it may not know its class: then
 * the words are left. Immutable.
 */
final class FailureNote {
  private static final byte[] NONE = {};

  /** In bytes: the note is in the cluster's memory for days, and is sent with each report. */
  private static final int LARGEST_CAUSE = 100_000;

  private final String words;
  private final String stepName;
  private final int attempt;
  private final byte[] cause;

  private FailureNote(String words, String stepName, int attempt, byte[] cause) {
    this.words = words;
    this.stepName = stepName;
    this.attempt = attempt;
    this.cause = cause;
  }

  static FailureNote of(PipelineException failure, String member) {
    Throwable cause = failure.getCause();
    return new FailureNote(
        failure.getMessage() + " (on member " + member + ")",
        failure.stepName().orElse(""),
        failure.attempt(),
        cause == null ? NONE : bytes(cause));
  }

  /** What happened, with which item, at which attempt, where. */
  String words() {
    return words;
  }

  void write(DataOutputStream out) throws IOException {
    SizedBytes.write(words.getBytes(StandardCharsets.UTF_8), out);
    out.writeUTF(stepName);
    out.writeInt(attempt);
    SizedBytes.write(cause, out);
  }

  static FailureNote read(DataInputStream in) throws IOException {
    return new FailureNote(
        new String(SizedBytes.read(in), StandardCharsets.UTF_8),
        in.readUTF(),
        in.readInt(),
        SizedBytes.read(in));
  }

  private static byte[] bytes(Object object) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    } catch (IOException | RuntimeException e) { // what a user's exception holds may be anything
      return NONE;
    }
    return bytes.size() > LARGEST_CAUSE ? NONE : bytes.toByteArray();
  }

  PipelineException exception(String pipelineName) {
    return new PipelineException(
        words, pipelineName, stepName.isEmpty() ? null : stepName, null, attempt, readCause());
  }

  private @Nullable Throwable readCause() {
    if (cause.length == 0) {
      return null;
    }
    try (ObjectInputStream in = new InContext(new ByteArrayInputStream(cause))) {
      return (Throwable) in.readObject();
    } catch (IOException | ReflectiveOperationException | RuntimeException | LinkageError e) {
      return null;
    }
  }

  /** Knows the classes of the program that asks. */
  private static final class InContext extends ObjectInputStream {
    InContext(ByteArrayInputStream in) throws IOException {
      super(in);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description)
        throws IOException, ClassNotFoundException {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      try {
        return Class.forName(description.getName(), false, loader);
      } catch (ClassNotFoundException e) {
        return super.resolveClass(description);
      }
    }
  }
}

package io.paipa.internal.hop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is thrown between the claim of a slot and its publication, at each call and each
 * allocation there: the hop goes on, and the item is in if the call returns, and only then.
 */
class FaultsTest {
  private static final int PLACES_AT_LEAST = 5;

  /** Loads the engine anew, with a place for a fault before each call and each allocation. */
  private static final class Loader extends ClassLoader {
    Loader() {
      super(FaultsTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("io.paipa.")) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      String file = "/" + name.replace('.', '/') + ".class";
      try (InputStream in = FaultsTest.class.getResourceAsStream(file)) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        if (name.matches("io\\.paipa\\.internal\\.(hop\\.(Inlet|Slots)|loop\\.Signal)")) {
          bytes = withPlaces(bytes);
        }
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }

    private static byte[] withPlaces(byte[] bytes) {
      ClassReader reader = new ClassReader(bytes);
      ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
      reader.accept(
          new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public MethodVisitor visitMethod(
                int access,
                String method,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
              MethodVisitor next =
                  super.visitMethod(access, method, descriptor, signature, exceptions);
              return method.startsWith("<") ? next : new Places(next);
            }
          },
          0);
      return writer.toByteArray();
    }
  }

  private static final class Places extends MethodVisitor {
    Places(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    private void place() {
      super.visitMethodInsn(
          Opcodes.INVOKESTATIC, "io/paipa/internal/hop/Faults", "at", "()V", false);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String method, String descriptor, boolean isInterface) {
      if (!method.startsWith("<")) {
        place();
      }
      super.visitMethodInsn(opcode, owner, method, descriptor, isInterface);
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
      if (opcode == Opcodes.NEW) {
        place();
      }
      super.visitTypeInsn(opcode, type);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "several item",
        "single item",
        "several refused",
        "several meta",
        "several batch",
        "single batch",
        "several outbox",
        "single outbox"
      })
  void shouldGoOnWhateverIsThrownInAPublication(String how) throws Exception {
    @SuppressWarnings("unchecked")
    Function<Integer, @Nullable String> publication =
        (Function<Integer, @Nullable String>)
            new Loader()
                .loadClass("io.paipa.internal.hop.FaultyPublication")
                .getConstructor(String.class)
                .newInstance(how);
    int place = 1;
    for (String wrong = publication.apply(place);
        !"over".equals(wrong);
        wrong = publication.apply(place)) {
      assertThat(wrong).as(how + ", place " + place).isNull();
      place++;
    }
    assertThat(place).isGreaterThan(PLACES_AT_LEAST);
  }
}

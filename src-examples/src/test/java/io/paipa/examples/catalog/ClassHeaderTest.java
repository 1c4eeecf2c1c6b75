package io.paipa.examples.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassHeaderTest {
  /** Constants that take two places. */
  static final long LONG = 1L << 40;

  static final double DOUBLE = 1.5;

  @ParameterizedTest
  @ValueSource(classes = {ClassHeaderTest.class, Map.Entry.class, String.class, FileKind.class})
  void shouldHaveTheNameThatTheClassHas(Class<?> type) throws IOException {
    assertThat(ClassHeader.parse(headOf(type)).orElseThrow().className()).isEqualTo(type.getName());
  }

  @Test
  void shouldHaveTheVersionOfTheFormat() throws IOException {
    assertThat(ClassHeader.parse(headOf(Catalog.class)).orElseThrow().version()).isEqualTo(61);
  }

  @Test
  void shouldMakeNothingOfAFileThatBreaksOffAnywhere() throws IOException {
    ByteBuffer head = headOf(FileKind.class);
    int names = head.capacity() / 4; // somewhere in the constant pool
    for (int length = 0; length < names; length++) {
      assertThat(ClassHeader.parse(head.limit(length))).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cafebabe0000003d0002ff", // no constant has that tag
        "cafebabe0000003d000200", // nor that
        "cafebabe0000003d00010000ffff", // this class is none of the constants
        "cafebabe0000003d0002010000000000010000", // a name in place of a class
      })
  void shouldMakeNothingOfAFileThatIsBroken(String hex) {
    assertThat(ClassHeader.parse(ByteBuffer.wrap(HexFormat.of().parseHex(hex)))).isEmpty();
  }

  private static ByteBuffer headOf(Class<?> type) throws IOException {
    String name = type.getName();
    String file = name.substring(name.lastIndexOf('.') + 1) + ".class";
    try (InputStream in = type.getResourceAsStream(file)) {
      return ByteBuffer.wrap(in.readAllBytes());
    }
  }
}

package io.paipa.examples.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileKindTest {
  @ParameterizedTest
  @CsvSource({
    "CLASS,  cafebabe0000003d",
    "DATA,   cafebabe00000002", // a Mach-O universal binary
    "DATA,   cafebabe0000",
    "ZIP,    504b03040a00",
    "GZIP,   1f8b08",
    "PNG,    89504e470d0a1a0a0000",
    "ELF,    7f454c460201",
    "JIMAGE, dadafeca",
    "EMPTY,  ''",
    "DATA,   00",
    "DATA,   6162630064", // text does not have a zero
  })
  void shouldGoByTheFirstBytes(FileKind kind, String hex) {
    assertThat(FileKind.of(bytes(hex))).isEqualTo(kind);
  }

  @Test
  void shouldTellAJarFromAnyZipByItsFirstEntry() {
    String header = "504b0304" + "00".repeat(26);
    ByteBuffer zip = bytes(header + hex("index.html"));
    ByteBuffer jar = bytes(header + hex("META-INF/MANIFEST.MF"));

    assertThat(FileKind.of(zip)).isEqualTo(FileKind.ZIP);
    assertThat(FileKind.of(jar)).isEqualTo(FileKind.JAR);
  }

  @Test
  void shouldTakeTextInAnyLanguageForText() {
    assertThat(FileKind.of(StandardCharsets.UTF_8.encode("Grüße,\n\tМир\r\n")))
        .isEqualTo(FileKind.TEXT);
  }

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
  }
}

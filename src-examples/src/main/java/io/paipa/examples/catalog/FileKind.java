package io.paipa.examples.catalog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/** What a file is, by its content; the first whose magic number fits. */
enum FileKind {
  CLASS("cafebabe"),
  JAR("504b0304"),
  ZIP("504b0304"),
  JMOD("4a4d0100"),
  JIMAGE("dadafeca"),
  GZIP("1f8b"),
  PNG("89504e470d0a1a0a"),
  JPEG("ffd8ff"),
  GIF("47494638"),
  PDF("255044462d"),
  ELF("7f454c46"),
  SQLITE("53514c69746520666f726d6174203300"),
  XML("3c3f786d6c"),
  SCRIPT("2321"),
  EMPTY(""),
  TEXT(""),
  DATA("");

  private static final int LONGEST_MAGIC_BYTES = 16;
  private static final int TEXT_SAMPLE_BYTES = 8 * 1024;
  private static final int OLDEST_CLASS_VERSION = 45;
  private static final int ZIP_NAME_OFFSET = 30;
  private static final String JAR_FIRST_ENTRY = "META-INF/";

  /** A character for each byte. */
  private final String magic;

  FileKind(String hex) {
    this.magic = new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
  }

  /** Says what a file is that begins with the bytes up to the limit. */
  static FileKind of(ByteBuffer head) {
    if (head.limit() == 0) {
      return EMPTY;
    }
    String start = characters(head, 0, LONGEST_MAGIC_BYTES);
    for (FileKind kind : values()) {
      if (!kind.magic.isEmpty() && start.startsWith(kind.magic) && kind.isBorneOutBy(head)) {
        return kind;
      }
    }
    return isText(head) ? TEXT : DATA;
  }

  /** The name under which the catalogue has it. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  private boolean isBorneOutBy(ByteBuffer head) {
    return switch (this) {
      // Mach-O universal binaries begin alike, with a small number where classes have the version
      case CLASS -> head.limit() >= 8 && ClassHeader.version(head) >= OLDEST_CLASS_VERSION;
      case JAR ->
          characters(head, ZIP_NAME_OFFSET, JAR_FIRST_ENTRY.length()).equals(JAR_FIRST_ENTRY);
      default -> true;
    };
  }

  /** As many as there are. */
  private static String characters(ByteBuffer head, int offset, int count) {
    byte[] bytes = new byte[Math.max(0, Math.min(count, head.limit() - offset))];
    if (bytes.length > 0) {
      head.get(offset, bytes);
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static boolean isText(ByteBuffer head) {
    for (int i = 0; i < Math.min(head.limit(), TEXT_SAMPLE_BYTES); i++) {
      int unsigned = head.get(i) & 0xff;
      if (unsigned < ' ' && "\t\n\f\r\u001b".indexOf(unsigned) < 0) {
        return false;
      }
    }
    return true;
  }
}

package io.paipa.examples.catalog;

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

  private final String magic;

  FileKind(String magic) {
    this.magic = magic;
  }

  /** Says what a file is that begins with these bytes. */
  static FileKind of(byte[] head) {
    if (head.length == 0) {
      return EMPTY;
    }
    String start = HexFormat.of().formatHex(head, 0, Math.min(head.length, LONGEST_MAGIC_BYTES));
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

  private boolean isBorneOutBy(byte[] head) {
    return switch (this) {
      // Mach-O universal binaries begin alike, with a small number where classes have the version
      case CLASS -> head.length >= 8 && ClassHeader.version(head) >= OLDEST_CLASS_VERSION;
      case JAR ->
          head.length >= ZIP_NAME_OFFSET + JAR_FIRST_ENTRY.length()
              && new String(
                      head, ZIP_NAME_OFFSET, JAR_FIRST_ENTRY.length(), StandardCharsets.ISO_8859_1)
                  .equals(JAR_FIRST_ENTRY);
      default -> true;
    };
  }

  private static boolean isText(byte[] head) {
    for (int i = 0; i < Math.min(head.length, TEXT_SAMPLE_BYTES); i++) {
      int unsigned = head[i] & 0xff;
      if (unsigned < ' ' && "\t\n\f\r\u001b".indexOf(unsigned) < 0) {
        return false;
      }
    }
    return true;
  }
}

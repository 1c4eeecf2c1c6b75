package io.paipa.live;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Bytes that nobody changes. */
final class Bytes {
  private final byte[] content;

  Bytes(byte[] content) {
    this.content = content.clone();
  }

  /** Text as UTF-8. Half a character, as a text that was cut may end with, becomes a {@code ?}. */
  static Bytes of(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  int length() {
    return content.length;
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(content);
  }
}

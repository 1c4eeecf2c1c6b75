package io.paipa.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Reads what the page's own parts give. */
final class Json {
  private Json() {}

  static JsonNode of(Bytes bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    bytes.writeTo(out);
    return new ObjectMapper().readTree(out.toByteArray());
  }
}

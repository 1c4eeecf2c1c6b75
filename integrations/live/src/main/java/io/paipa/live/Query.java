package io.paipa.live;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an address asks for, after its question mark.
 *
 * @param values each by its name; of those of one name the last
 */
record Query(Map<String, String> values) {
  /** Reads it, if it can be read. */
  static Optional<Query> of(@Nullable String raw) {
    Map<String, String> values = new HashMap<>();
    try {
      for (String part : (raw == null ? "" : raw).split("&", -1)) {
        int equals = part.indexOf('=');
        if (equals > 0) {
          values.put(decoded(part.substring(0, equals)), decoded(part.substring(equals + 1)));
        }
      }
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a % without two digits behind it
    }
    return Optional.of(new Query(values));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  String text(String name) {
    return values.getOrDefault(name, "");
  }

  /** A number; 0 if there is none. */
  long number(String name) {
    try {
      return Long.parseLong(text(name));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}

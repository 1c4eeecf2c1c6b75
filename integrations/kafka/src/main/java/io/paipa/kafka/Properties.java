package io.paipa.kafka;

import java.util.HashMap;
import java.util.Map;

/** Properties of a client, as the user gave them. */
final class Properties {
  private Properties() {}

  /**
   * A copy that may be changed.
   *
   * @throws IllegalArgumentException if a name is no string
   */
  static Map<String, Object> copy(Map<?, ?> given) {
    Map<String, Object> properties = new HashMap<>();
    if (given instanceof java.util.Properties withDefaults) {
      for (String name : withDefaults.stringPropertyNames()) {
        properties.put(name, withDefaults.getProperty(name));
      }
    }
    given.forEach(
        (name, value) -> {
          if (!(name instanceof String string)) {
            throw new IllegalArgumentException(
                "a property's name is a string; " + name + " is none");
          }
          properties.put(string, value);
        });
    return properties;
  }
}

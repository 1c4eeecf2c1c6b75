package io.paipa.live;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * A pipeline, as the list of all shows it.
 *
 * @param name as the page names it
 * @param state in words
 * @param health in words
 * @param bottleneck in words
 */
record Summary(String name, String state, String health, String bottleneck) {
  /** Where its page is, seen from the pages beside it. */
  String address() {
    return address("pipeline", name);
  }

  /** The address of something that belongs to a pipeline. */
  static String address(String what, String name) {
    return what + "?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
  }
}

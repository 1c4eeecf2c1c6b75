package io.paipa.live;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files that a page needs, which are in the jar. */
final class Assets {
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final String STYLE = "text/css; charset=utf-8";

  private static final Map<String, String> TYPES =
      Map.of(
          "live.js", SCRIPT,
          "charts.js", SCRIPT,
          "morph.js", SCRIPT,
          "uplot/uPlot.iife.min.js", SCRIPT,
          "uplot/uPlot.min.css", STYLE,
          "live.css", STYLE,
          "icon.svg", "image/svg+xml");

  private Assets() {}

  /** All of them, by their paths. */
  static Map<String, Reply> all() {
    Map<String, Reply> all = new LinkedHashMap<>();
    TYPES.forEach((file, type) -> all.put("/" + file, Reply.ok(type, read(file))));
    return all;
  }

  private static Bytes read(String file) {
    try (InputStream in = Assets.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(
            file + " is missing in the jar of the live page: was it repacked without resources?");
      }
      return new Bytes(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(file + " of the live page can't be read", e);
    }
  }
}

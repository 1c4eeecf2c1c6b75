package io.paipa.examples.crawl;

import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A page that was fetched.
 *
 * @param address where it is
 * @param links where it leads to, as it says so; a page may be named more than once
 */
record Page(URI address, List<URI> links) {
  private static final Pattern LINK = Pattern.compile("href=\"([^\"]+)\"");

  static Page of(URI address, String text) {
    return new Page(
        address, LINK.matcher(text).results().map(link -> address.resolve(link.group(1))).toList());
  }
}

package io.paipa.live;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The hosts by whose names a browser may ask. A foreign site can have its own name lead to this
 * machine, and its script would then be let read the page, as one of the same site. But the browser
 * tells by which name it asks. An address as a number can't be led elsewhere. Immutable.
 */
final class AllowedHosts {
  private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");

  private final Set<String> names;

  AllowedHosts(Collection<String> more) {
    this.names =
        Stream.concat(LOOPBACK.stream(), more.stream())
            .map(HostNames::plain)
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Whether a request may be answered.
   *
   * @param headers all headers {@code Host} that it has
   * @param local the address at which it came in
   */
  boolean allow(List<String> headers, InetAddress local) {
    if (headers.size() != 1) {
      return false;
    }
    String host = HostNames.ofHeader(headers.get(0));
    return names.contains(host)
        || host.equals(HostNames.literal(local))
        || (host.startsWith("[") && isSame(host, local));
  }

  /** IPv6 has several spellings of an address. What stands in brackets is never looked up. */
  private static boolean isSame(String host, InetAddress local) {
    try {
      return InetAddress.getByName(host).equals(local);
    } catch (UnknownHostException e) {
      return false; // no address
    }
  }
}

package io.paipa.live;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;

/** Hosts, as they stand in the address of a page. */
final class HostNames {
  private HostNames() {}

  /** An address as a number, in brackets if it has colons. */
  static String literal(InetAddress address) {
    String text = address.getHostAddress();
    int scope = text.indexOf('%');
    if (scope >= 0) {
      text = text.substring(0, scope);
    }
    return address instanceof Inet6Address ? "[" + text + "]" : text;
  }

  /** A {@code Host} header without its port, so that equal hosts are equal. */
  static String ofHeader(String header) {
    String host = header.strip();
    int port = host.lastIndexOf(':');
    if (port > host.lastIndexOf(']')) {
      host = host.substring(0, port);
    }
    return plain(host);
  }

  /** A name in small letters, without the dot that may end it. */
  static String plain(String name) {
    String small = name.strip().toLowerCase(Locale.ROOT);
    return small.endsWith(".") ? small.substring(0, small.length() - 1) : small;
  }
}

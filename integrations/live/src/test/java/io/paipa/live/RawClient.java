package io.paipa.live;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A socket, for what no client does that obeys the rules. */
final class RawClient implements AutoCloseable {
  private final Socket socket;

  RawClient(URI page) throws IOException {
    socket = new Socket();
    socket.setReceiveBufferSize(1_024); // so that what nobody reads soon fills it
    socket.connect(new InetSocketAddress(page.getHost(), page.getPort()));
    socket.setSoTimeout(20_000);
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** All that comes, until the server closes. */
  String readAll() throws IOException {
    InputStream in = socket.getInputStream();
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  /** The status of the answer to a request with these headers. */
  static int status(URI page, String request) throws IOException {
    try (RawClient client = new RawClient(page)) {
      client.send(request);
      String answer = client.readAll();
      return answer.isEmpty() ? 0 : Integer.parseInt(answer.split(" ", -1)[1]);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

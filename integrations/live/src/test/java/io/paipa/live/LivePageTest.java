package io.paipa.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.Pipeline;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A page from its start to its end. */
class LivePageTest {
  private static LivePage page() {
    return LivePage.builder().port(0).start();
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(
            thread ->
                thread.getName().startsWith("paipa-live")
                    || thread.getName().startsWith("HTTP-Dispatcher"))
        .toList();
  }

  @Test
  void shouldShowAPipelineAtTheLoopbackAddress() throws Exception {
    try (Pipeline<Integer, Void> pipeline = Pipelines.idle("orders");
        LivePage page = page()) {
      page.add(pipeline);
      pipeline.start();

      assertThat(InetAddress.getByName(page.uri().getHost()).isLoopbackAddress()).isTrue();
      assertThat(new Client(page).pageOf("orders")).contains("orders", "store");
      pipeline.stop();
    }
  }

  @Test
  void shouldListenAtTheDefaultPort() {
    try (Pipeline<Integer, Void> pipeline = Pipelines.idle("orders");
        LivePage page = LivePage.start(pipeline)) {
      assertThat(page.uri().getPort()).isEqualTo(LivePage.DEFAULT_PORT);
      assertThat(new Client(page).pageOf("orders")).contains("store");
    }
  }

  @Test
  void shouldSayThatAPortIsInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      LivePage.Builder builder = LivePage.builder().port(taken.getLocalPort());

      assertThatThrownBy(builder::start)
          .isInstanceOf(UncheckedIOException.class)
          .hasCauseInstanceOf(BindException.class)
          .hasMessageContaining(":" + taken.getLocalPort() + ": the port is in use")
          .hasMessageContaining("LivePage.builder().port(…)");
    }
    Awaiting.await(() -> threads().isEmpty()); // also those of the page before
  }

  @Test
  void shouldSayThatAnAddressIsNotOfThisMachine() throws Exception {
    LivePage.Builder builder =
        LivePage.builder().port(0).address(InetAddress.getByName("192.0.2.1"));

    assertThatThrownBy(builder::start)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("192.0.2.1:0: that address is not of this machine");
  }

  @Test
  void shouldNameAHostThatABrowserCanAskFor() throws Exception {
    try (LivePage page =
        LivePage.builder().port(0).address(InetAddress.getByName("0.0.0.0")).start()) {
      assertThat(InetAddress.getByName(page.uri().getHost()).isLoopbackAddress()).isTrue();
      assertThat(new Client(page).get("/pipelines").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void shouldHaveDaemonThreadsAlone() {
    try (LivePage page = page()) {
      assertThat(new Client(page).get("/pipelines").statusCode()).isEqualTo(200);
      assertThat(threads()).hasSizeGreaterThanOrEqualTo(3).allMatch(Thread::isDaemon);
    }
  }

  @Test
  void shouldEndItsThreadsWhenItIsClosed() {
    LivePage page = page();
    URI uri = page.uri();
    assertThat(new Client(page).get("/pipelines").statusCode()).isEqualTo(200);
    page.close();
    page.close();

    Awaiting.await(() -> threads().isEmpty());
    assertThatThrownBy(() -> new RawClient(uri)).isInstanceOf(ConnectException.class);
  }

  @Test
  void shouldBeStartedAgainAtTheSamePort() {
    LivePage first = page();
    int port = first.uri().getPort();
    first.close();
    try (LivePage second = LivePage.builder().port(port).start()) {
      assertThat(new Client(second).get("/pipelines").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void shouldCloseWhatItCouldNotFill() {
    assertThatThrownBy(() -> LivePage.start(no()))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("pipeline: null has nothing to be shown");
    LivePage.start().close();
  }

  @SuppressWarnings("NullAway") // what a caller without checks may pass
  private static Pipeline<?, ?> no() {
    return null;
  }

  @Test
  void shouldRefuseWhatIsNoPort() {
    assertThatThrownBy(() -> LivePage.builder().port(65_536))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("65536 is no port");
  }

  @Test
  void shouldRefuseWhatIsNoHost() {
    for (String name : List.of("", "http://example.org", "example.org:80")) {
      assertThatThrownBy(() -> LivePage.builder().allowHost(name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("'" + name + "' is no host");
    }
  }
}

package io.paipa.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.PipelineException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The programs of the README print what it says, and its picture is the one that Paipa draws. */
class ReadmeTest {
  private static final List<String> LINES = List.of("5", "2", "0", "4");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void shouldLoseTheErrorAndTheLastLineByTheQueue() throws Exception {
    SharesByQueue.share(LINES, out);

    assertThat(printed()).containsExactly("200", "500", "done");
    assertThat(readme()).contains("```text\n200\n500\ndone\n```");
  }

  @Test
  void shouldNameTheErrorByThePipeline() throws Exception {
    String message =
        "pipeline 'shares', step 'share': an item failed: item 0, attempt 1:"
            + " java.lang.ArithmeticException: / by zero";

    assertThatThrownBy(() -> SharesByPipeline.share(LINES, out))
        .isInstanceOf(PipelineException.class)
        .hasMessage(message);

    assertThat(printed()).containsExactly("200", "500");
    assertThat(readme().replaceAll("\n *", " "))
        .contains("200 500 Exception in thread \"main\" io.paipa.PipelineException: " + message);
  }

  @Test
  void shouldShareAllWhereNothingFails() throws Exception {
    SharesByQueue.share(List.of("1", "8"), out);
    SharesByPipeline.share(List.of("1", "8"), out);

    assertThat(printed()).containsExactly("1000", "125", "done", "1000", "125", "done");
  }

  @Test
  void shouldStoreTheOrdersOfACustomerOneAfterTheOther() throws Exception {
    List<OrdersByCustomer.Order> orders =
        IntStream.range(0, 1_000)
            .mapToObj(i -> new OrdersByCustomer.Order("customer " + i % 10, i))
            .toList();
    List<OrdersByCustomer.Order> stored = Collections.synchronizedList(new ArrayList<>());
    Set<OrdersByCustomer.Order> failed = ConcurrentHashMap.newKeySet();

    OrdersByCustomer.orders(
            order -> {
              if (order.number() % 100 == 7 && failed.add(order)) {
                throw new IOException("the database is away");
              }
              stored.add(order);
            })
        .build()
        .during(pipeline -> pipeline.putIterable(orders));

    Map<String, List<OrdersByCustomer.Order>> byCustomer =
        orders.stream().collect(Collectors.groupingBy(OrdersByCustomer.Order::customer));
    assertThat(stored.stream().collect(Collectors.groupingBy(OrdersByCustomer.Order::customer)))
        .isEqualTo(byCustomer);
  }

  @Test
  void shouldShowThePictureThatThePipelineDraws() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    String drawn = PagesByClient.pages(client, page -> {}).build().toMermaid();

    assertThat(readme()).contains("```mermaid\n" + drawn + "```");
  }

  /** Who comes for the first time reads it to its end. */
  @Test
  void shouldBeShort() throws Exception {
    assertThat(readme().split("\\s+")).hasSizeLessThanOrEqualTo(900);
  }

  private List<String> printed() {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static String readme() throws IOException {
    return Files.readString(DocumentsTest.ROOT.resolve("README.md"));
  }
}

package io.paipa.examples.coroutine;

import io.paipa.CheckedFunction;
import io.paipa.coroutine.CloseableIterator;
import io.paipa.coroutine.Recipe;
import io.paipa.examples.coroutine.ProductTable.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Sends the available products of an SQLite table to an HTTP service, 2,048 at a time, and gives
 * the service's answers one by one. Rows are read as they are needed; the cursor is closed when all
 * is done, and when something fails.
 */
public final class SendProducts {
  static final int CHUNK = 2_048;

  private SendProducts() {}

  public static void main(String[] arguments) throws IOException, SQLException {
    Path file = Files.createTempFile("products", ".db");
    try (LoopbackService service = new LoopbackService(SendProducts::acknowledge)) {
      ProductTable table = new ProductTable(file);
      table.fill(10_000);
      try (CloseableIterator<String> answers = recipe(service::ask).on(table.rows())) {
        System.out.println(answers.next());
        System.out.println("… and " + Recipe.consume(answers) + " more");
      }
    } finally {
      Files.delete(file);
    }
  }

  /** From a product to the service's answer for it. */
  static Recipe<Product, String> recipe(CheckedFunction<String, String> ask) {
    return Recipe.<Product>identity()
        .then("available", Recipe.filtering(Product::available))
        .then("chunk", Recipe.chunk(CHUNK))
        .then("send", Recipe.mapping(products -> ask.apply(lines(products)).lines().toList()))
        .then("flatten", Recipe.flatten());
  }

  private static String lines(List<Product> products) {
    return products.stream()
        .map(product -> product.id() + " " + product.name())
        .collect(Collectors.joining("\n"));
  }

  /** What the service does: a line for each line. */
  static String acknowledge(String lines) {
    return lines.lines().map(line -> "accepted " + line).collect(Collectors.joining("\n"));
  }
}

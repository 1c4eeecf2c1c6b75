package io.paipa.examples.coroutine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.PipelineException;
import io.paipa.coroutine.CloseableIterator;
import io.paipa.coroutine.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendProductsTest {
  private final List<Long> chunks = Collections.synchronizedList(new ArrayList<>());
  @TempDir private Path folder;
  private ProductTable table;

  @BeforeEach
  void fillTable() throws SQLException {
    table = new ProductTable(folder.resolve("products?.db"));
    table.fill(7_500); // of which 5,000 are available
  }

  private String answer(String lines) {
    chunks.add(lines.lines().count());
    return SendProducts.acknowledge(lines);
  }

  @Test
  void shouldSendTheAvailableProductsInChunks() throws IOException, SQLException {
    try (LoopbackService service = new LoopbackService(this::answer)) {
      ProductTable.Rows rows = table.rows();
      List<String> answers = SendProducts.recipe(service::ask).on(rows).stream().toList();

      assertThat(answers)
          .hasSize(5_000)
          .startsWith("accepted 1 product 1", "accepted 2 product 2", "accepted 4 product 4")
          .endsWith("accepted 7499 product 7499");
      assertThat(chunks).containsExactly(2_048L, 2_048L, 904L);
      assertThat(rows.isClosed()).isTrue();
    }
  }

  @Test
  void shouldReadAndSendNoMoreThanIsAskedFor() throws IOException, SQLException {
    try (LoopbackService service = new LoopbackService(this::answer)) {
      ProductTable.Rows rows = table.rows();
      try (CloseableIterator<String> answers = SendProducts.recipe(service::ask).on(rows)) {
        assertThat(Recipe.consume(answers, 2_048)).isEqualTo(2_048);
        assertThat(chunks).hasSize(1);
        assertThat(rows.next().id()).isEqualTo(3_072);
      }
      assertThat(rows.isClosed()).isTrue();
    }
  }

  @Test
  void shouldCloseTheCursorWhenTheServiceFails() throws SQLException {
    ProductTable.Rows rows = table.rows();
    Recipe<ProductTable.Product, String> recipe =
        SendProducts.recipe(
            lines -> {
              throw new IOException("no service");
            });
    assertThatThrownBy(() -> Recipe.consume(recipe.on(rows)))
        .isInstanceOf(PipelineException.class)
        .hasMessageStartingWith("recipe, step 3 'send' failed: [Product[id=1,")
        .hasRootCauseMessage("no service");
    assertThat(rows.isClosed()).isTrue();
  }
}

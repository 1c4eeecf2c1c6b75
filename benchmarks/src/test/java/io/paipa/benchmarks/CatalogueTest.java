package io.paipa.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever carries the files, a benchmark measures nothing unless all are stored, as they are. */
class CatalogueTest {
  @ParameterizedTest
  @ValueSource(strings = {"paipa", "arrayBlockingQueue", "arrayBlockingQueueOneWriter"})
  void shouldStoreAllFiles(String engine) throws Exception {
    Catalogue catalogue = new Catalogue();
    catalogue.engine = engine;
    catalogue.count = 1_234; // the last chunk is not full
    catalogue.make();
    for (int i = 0; i < 2; i++) {
      assertThat(catalogue.catalogue()).isEqualTo(1_234);
      catalogue.check();
    }
  }

  @Test
  void shouldFailWhereAFileIsMissing() throws Exception {
    Catalogue catalogue = new Catalogue();
    catalogue.count = 10;
    catalogue.make();

    assertThatThrownBy(catalogue::check).hasMessageContaining("arrived");
  }
}

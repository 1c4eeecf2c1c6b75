package io.paipa.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.PipelineException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksumsTest {
  @TempDir private Path temp;

  @Test
  void shouldListTheChecksumOfEachFile() throws Exception {
    Path folder = Files.createDirectories(temp.resolve("folder/within"));
    // The check value of CRC-32, as catalogues of checksums state it.
    Path one = Files.writeString(folder.resolve("one"), "123456789");
    Path empty = Files.writeString(folder.resolveSibling("empty"), "");
    Path list = temp.resolve("list");

    Checksums.list(temp.resolve("folder"), list);

    assertThat(Files.readAllLines(list))
        .containsExactlyInAnyOrder("cbf43926 " + one, "00000000 " + empty);
  }

  @Test
  void shouldListMoreThanAChunk() throws Exception {
    Path folder = Files.createDirectory(temp.resolve("folder"));
    for (int i = 0; i < 1_234; i++) {
      Files.createFile(folder.resolve("file" + i));
    }
    Path list = temp.resolve("list");

    Checksums.list(folder, list);

    assertThat(Files.readAllLines(list)).hasSize(1_234).doesNotHaveDuplicates();
  }

  @Test
  void shouldThrowWhatWentWrong() throws Exception {
    Files.createFile(temp.resolve("file"));
    Path list = temp.resolve("none/list");

    assertThatThrownBy(() -> Checksums.list(temp, list))
        .isInstanceOf(PipelineException.class)
        .hasMessageStartingWith(
            "pipeline 'checksums', step 'append': an item failed: item [00000000 ")
        .hasCauseInstanceOf(NoSuchFileException.class);
  }
}

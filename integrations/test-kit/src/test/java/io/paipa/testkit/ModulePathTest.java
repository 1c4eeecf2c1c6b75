package io.paipa.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The kit can be used on the module path. */
class ModulePathTest {
  /** JUnit makes the extension of {@link LeavesNoPipeline}, whose class is not public. */
  @Test
  void shouldLetJunitMakeTheExtension() throws URISyntaxException {
    Path classes =
        Path.of(LeavesNoPipeline.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    ModuleDescriptor module =
        ModuleFinder.of(classes).find("io.paipa.testkit").orElseThrow().descriptor();

    assertThat(module.opens())
        .anySatisfy(
            opened -> {
              assertThat(opened.source()).isEqualTo("io.paipa.testkit");
              assertThat(opened.targets()).contains("org.junit.platform.commons");
            });
  }
}

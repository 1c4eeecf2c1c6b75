package io.paipa.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the README and the documents show is what is compiled and tested here. Before each block of
 * Java stands a comment, {@code <!-- snippet: Class#tag -->}, that says where it comes from. A
 * class of another package of the examples has the package before it: {@code ring/Class#tag}; a
 * test has {@code test/} before it; a class of an integration has its module before it: {@code
 * integrations/kafka-examples/Class#tag}.
 */
class DocumentsTest {
  static final Path ROOT = root();
  private static final Path SOURCES = ROOT.resolve("src-examples/src");
  private static final String PACKAGES = "java/io/paipa/examples/";
  private static final Pattern SNIPPET = Pattern.compile("<!-- snippet: ([\\w/-]+)#(\\w+) -->");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]*)(?:#([^)]*))?\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

  /** The tests run in the folder of their module. */
  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("README.md"))) {
      folder = Objects.requireNonNull(folder.getParent(), "no README.md above");
    }
    return folder;
  }

  static List<Path> documents() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
        Stream<Path> integrations = Files.list(ROOT.resolve("integrations"))) {
      Stream<Path> elsewhere =
          Stream.of(
                  "README.md",
                  "CHANGELOG.md",
                  "CONTRIBUTING.md",
                  "RELIABILITY.md",
                  "engine/src/model/README.md",
                  "jmh-results/README.md")
              .map(ROOT::resolve);
      Stream<Path> ofIntegrations =
          integrations.map(module -> module.resolve("README.md")).filter(Files::exists);
      return Stream.of(elsewhere, docs, ofIntegrations)
          .flatMap(files -> files)
          .filter(file -> file.toString().endsWith(".md"))
          .map(ROOT::relativize)
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void shouldShowCodeThatIsCompiled(Path document) throws IOException {
    List<String> lines = Files.readAllLines(ROOT.resolve(document));
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).equals("```java")) {
        Matcher source = SNIPPET.matcher(lines.get(i - 1));
        assertThat(source.matches()).as("what line %d of %s shows", i + 1, document).isTrue();
        List<String> shown =
            lines.subList(i + 1, i + lines.subList(i, lines.size()).indexOf("```"));
        assertThat(String.join("\n", shown))
            .as("what line %d of %s shows", i + 1, document)
            .isEqualTo(String.join("\n", region(source.group(1), source.group(2))));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void shouldLinkToWhatIsThere(Path document) throws IOException {
    Matcher links = LINK.matcher(Files.readString(ROOT.resolve(document)));
    while (links.find()) {
      Path target = ROOT.resolve(document);
      if (!links.group(1).isEmpty()) {
        target = target.resolveSibling(links.group(1));
      }
      assertThat(target).exists();
      if (links.group(2) != null) {
        assertThat(anchors(target))
            .as("%s in %s", links.group(), document)
            .contains(links.group(2));
      }
    }
  }

  /** What Markdown pages make of their headings. */
  private static List<String> anchors(Path document) throws IOException {
    return HEADING
        .matcher(Files.readString(document))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\w -]", "").replace(' ', '-'))
        .toList();
  }

  /** The lines between two tags, without the indentation of the first tag. */
  private static List<String> region(String type, String tag) throws IOException {
    List<String> region = new ArrayList<>();
    int indentation = -1;
    for (String line : Files.readAllLines(source(type))) {
      if (line.strip().equals("// tag::" + tag + "[]")) {
        indentation = line.indexOf('/');
      } else if (line.strip().equals("// end::" + tag + "[]")) {
        return withoutBlankEnd(region);
      } else if (indentation >= 0) {
        region.add(line.isBlank() ? "" : line.substring(indentation));
      }
    }
    throw new AssertionError(type + " has no region " + tag);
  }

  private static Path source(String type) throws IOException {
    if (type.startsWith("integrations/")) {
      return ofIntegration(ROOT.resolve(type + ".java"));
    }
    String root = type.startsWith("test/") ? "test/" : "main/";
    String name = type.replaceFirst("^test/", "");
    return SOURCES.resolve(
        root + PACKAGES + (name.contains("/") ? name : "readme/" + name) + ".java");
  }

  /** A class's file, wherever in the module's sources. */
  private static Path ofIntegration(Path fileInModule) throws IOException {
    Path module = Objects.requireNonNull(fileInModule.getParent());
    try (Stream<Path> files = Files.walk(module.resolve("src"))) {
      return files
          .filter(file -> file.endsWith(fileInModule.getFileName()))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no " + fileInModule));
    }
  }

  /** The formatter may put a blank line before the tag. */
  private static List<String> withoutBlankEnd(List<String> region) {
    int last = region.size() - 1;
    return region.get(last).isEmpty() ? region.subList(0, last) : region;
  }
}

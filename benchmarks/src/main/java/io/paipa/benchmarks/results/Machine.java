package io.paipa.benchmarks.results;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The machine that this runs on. */
final class Machine {
  private static final String UNKNOWN = "unknown";
  private static final Path LINUX = Path.of("/proc/cpuinfo");

  private Machine() {}

  static About about(LocalDate date, int rounds) throws IOException {
    return new About(
        date.toString(),
        jdk(),
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        processor(),
        cores(),
        system(),
        rounds,
        Map.of());
  }

  /** The commit that is checked out where this runs, and whether it was changed. */
  static String commit() {
    try {
      Process git =
          new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=7", "--exclude=*")
              .start();
      String answer = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return git.waitFor() == 0 ? answer.strip() : UNKNOWN;
    } catch (IOException e) {
      return UNKNOWN; // there is no git here
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return UNKNOWN;
    }
  }

  static int jdk() {
    return Runtime.version().feature();
  }

  static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** Its name and version, without what tells one build of it from another. */
  private static String system() {
    String version = System.getProperty("os.version").replaceFirst("^(\\d+\\.\\d+).*", "$1");
    return System.getProperty("os.name") + " " + version;
  }

  /** The model, where the system tells; otherwise the architecture. */
  static String processor() throws IOException {
    String architecture = System.getProperty("os.arch");
    if (!Files.isReadable(LINUX)) {
      return architecture;
    }
    List<String> lines = Files.readAllLines(LINUX);
    return lines.stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(architecture);
  }

  /** What the name of a folder of results from here ends with. */
  static String suffix() throws IOException {
    String processor =
        processor()
            .replaceAll("\\([A-Za-z]+\\)", "")
            .replaceAll("[^A-Za-z0-9]+", "-")
            .replaceAll("^-|-$", "")
            .toLowerCase(Locale.ROOT);
    return "-jdk" + jdk() + "-" + processor;
  }
}

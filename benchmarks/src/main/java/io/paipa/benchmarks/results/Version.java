package io.paipa.benchmarks.results;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A version of the engine, with its benchmarks.
 *
 * @param jar its benchmarks.jar
 */
record Version(Path jar) {
  /** The one whose program runs. */
  static Version ofThisProgram() throws FailedRunException {
    try {
      return new Version(
          Path.of(Version.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
    } catch (URISyntaxException e) {
      throw new FailedRunException("the program's own file can't be found", e);
    }
  }

  /** Items a second, in a process of its own. */
  double throughput(String topology, String source)
      throws IOException, FailedRunException, InterruptedException {
    Path result = Files.createTempFile("compare-", ".json");
    Path log = Files.createTempFile("compare-", ".log");
    Process run =
        new ProcessBuilder(command(topology, source, result))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (run.waitFor() != 0) {
        throw new FailedRunException(jar + " failed at " + topology + ": see " + log, null);
      }
      double score = Measurement.read(Json.read(result).required(0)).score().spread().median();
      Files.delete(log); // it is kept only if the run failed
      return score;
    } finally {
      run.destroy();
      Files.deleteIfExists(result);
    }
  }

  private List<String> command(String topology, String source, Path result) {
    Pace pace = Pace.compiled();
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Djmh.ignoreLock=true",
        "-jar",
        jar.toString(),
        "PipelineThroughput.through",
        "-p",
        "engine=" + Engines.PAIPA,
        "-p",
        "topology=" + topology,
        "-p",
        "source=" + source,
        "-f",
        "1",
        "-wi",
        Integer.toString(pace.warmups()),
        "-w",
        pace.warmupMillis() + "ms",
        "-i",
        Integer.toString(pace.iterations()),
        "-r",
        pace.millis() + "ms",
        "-foe",
        "true",
        "-rf",
        "json",
        "-rff",
        result.toString());
  }
}

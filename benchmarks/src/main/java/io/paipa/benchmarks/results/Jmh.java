package io.paipa.benchmarks.results;

import com.fasterxml.jackson.databind.JsonNode;
import io.paipa.benchmarks.CpuTime;
import io.paipa.benchmarks.Recorded;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs groups of benchmarks by JMH, one fork at a time. */
final class Jmh implements AutoCloseable {
  private final Path log;
  private boolean hasFailed;

  /** What JMH prints goes into a file that is kept only if a run fails. */
  Jmh() throws IOException {
    log = Files.createTempFile("benchmarks-", ".log");
  }

  /** One round of a group. */
  JsonNode run(Group group) throws IOException, FailedRunException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("\\." + Pattern.quote(group.benchmark()) + "$")
            .forks(1)
            .warmupIterations(group.pace().warmups())
            .warmupTime(group.pace().warmupTime())
            .measurementIterations(group.pace().iterations())
            .measurementTime(group.pace().time())
            .addProfiler(CpuTime.class)
            .addProfiler(Recorded.class)
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .output(log.toString());
    group.params().forEach((name, values) -> options.param(name, values.toArray(String[]::new)));
    try {
      return json(new Runner(options.build()).run());
    } catch (RunnerException e) {
      hasFailed = true;
      throw new FailedRunException(
          group.benchmark() + " " + group.params() + " failed: see " + log + why(e), e);
    }
  }

  /** JMH has it among the suppressed exceptions of the cause. */
  private static String why(RunnerException failure) {
    Throwable cause = failure.getCause();
    return cause == null ? "" : "; " + Arrays.toString(cause.getSuppressed());
  }

  private static JsonNode json(Collection<RunResult> results) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
    }
    return Json.MAPPER.readTree(bytes.toByteArray());
  }

  @Override
  public void close() throws IOException {
    if (!hasFailed) {
      Files.delete(log);
    }
  }

  /** One round of each group, every other round the other way round. */
  List<JsonNode> round(List<Group> groups, int round) throws IOException, FailedRunException {
    List<JsonNode> results = new ArrayList<>();
    List<Group> inOrder = new ArrayList<>(groups);
    if (round % 2 != 0) {
      inOrder.replaceAll(Group::reversed);
      Collections.reverse(inOrder); // what is compared may be in two groups
    }
    for (Group group : inOrder) {
      results.add(run(group));
    }
    return results;
  }
}

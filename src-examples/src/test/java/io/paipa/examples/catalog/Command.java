package io.paipa.examples.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A command of the operating system, run to its end. */
final class Command {
  private static final long SECONDS = 30;

  private Command() {}

  /** Runs a script of the shell; its arguments are {@code $1} and so on. */
  static String shell(String script, Object... arguments) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", script, "sh");
    for (Object argument : arguments) {
      builder.command().add(argument.toString());
    }
    Process process = builder.redirectErrorStream(true).start();
    String output;
    try (InputStream in = process.getInputStream()) {
      output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new AssertionError(script + ": " + output);
    }
    return output;
  }
}

package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;

import com.lmax.disruptor.RingBuffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.agrona.concurrent.IdleStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that is a module compiles with the engine and its two libraries, and nothing else. */
class ModularProgramTest {
  private static final String MODULE = "module demo { requires io.paipa; }";
  private static final String PROGRAM =
      """
      package demo;

      import io.paipa.Backoff;
      import io.paipa.Pipeline;
      import io.paipa.Report;
      import java.util.List;

      class Demo {
        Report run() throws InterruptedException {
          return Pipeline.<String>named("demo")
              .map("parse", Integer::valueOf)
              .retrying(3, Backoff.none())
              .sink("print", System.out::println)
              .build()
              .during(pipeline -> pipeline.putIterable(List.of("1")));
        }
      }
      """;

  @TempDir private Path folder;

  @Test
  void shouldCompileWithoutWarnings() throws Exception {
    Path module = Files.writeString(folder.resolve("module-info.java"), MODULE);
    Path program =
        Files.writeString(
            Files.createDirectory(folder.resolve("demo")).resolve("Demo.java"), PROGRAM);
    String path = ClassPaths.of(Pipeline.class, RingBuffer.class, IdleStrategy.class);
    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    ByteArrayOutputStream messages = new ByteArrayOutputStream();

    int code =
        compiler.run(
            null,
            messages,
            messages,
            "-proc:none",
            "-Xlint:all",
            "-Werror",
            "--release",
            "17",
            "-p",
            path,
            "-d",
            folder.resolve("classes").toString(),
            module.toString(),
            program.toString());

    assertThat(messages.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(code).isZero();
  }
}

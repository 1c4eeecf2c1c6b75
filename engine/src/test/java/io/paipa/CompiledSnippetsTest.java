package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options follow the step: what is right compiles in any order, and what can't be does not. */
class CompiledSnippetsTest {
  private static final String AROUND =
      """
      import static io.paipa.Backoff.none;
      import static io.paipa.FailurePolicy.deadLetter;
      import static io.paipa.StepOptions.options;
      import io.paipa.*;
      import java.time.Duration;
      import java.util.*;
      import java.util.concurrent.CompletableFuture;

      class Snippet {
        static final StepOptions CAREFUL = options().workers(4).retrying(3, none()).ordered();
        static <I, R> StepBuilder<I, String, R> logged(StepBuilder<I, String, R> step) {
          return step.onFailure(deadLetter(f -> System.err.println(f.item().length())));
        }
        static Builder<String, ?> snippet(Builder<String, String> b) {
          return %s;
        }
      }
      """;

  @TempDir private Path classes;

  /** What is wrong with a snippet. */
  private List<String> errors(String snippet) throws Exception {
    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    JavaFileObject source =
        new SimpleJavaFileObject(URI.create("string:///Snippet.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return AROUND.formatted(snippet);
          }
        };
    String engine = ClassPaths.of(Pipeline.class);
    List<String> options =
        List.of("-proc:none", "-cp", engine, "-d", classes.toString(), "--release", "17");
    boolean compiled =
        compiler
            .getTask(new StringWriter(), null, diagnostics, options, null, List.of(source))
            .call();
    List<String> errors =
        diagnostics.getDiagnostics().stream()
            .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
            .map(diagnostic -> diagnostic.getMessage(Locale.ROOT))
            .toList();
    assertThat(errors.isEmpty()).isEqualTo(compiled);
    return errors;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // the type of the item is known, whatever comes first
        "b.map(\"m\", s -> s).onFailure(deadLetter(f -> f.item().length())).retrying(3, none())",
        "b.map(\"m\", s -> s).retrying(3, none()).onFailure(deadLetter(f -> f.item().length()))",
        "b.map(\"m\", s -> s.length()).workers(4).onFailure(deadLetter(f -> f.item().length()))"
            + ".map(\"n\", n -> n + 1).onFailure(deadLetter(f -> f.item().intValue()))",
        "b.sink(\"s\", s -> s.length()).onFailure(deadLetter(f -> f.item().length()))",
        "b.map(\"m\", s -> s).retrying(3, none(), Objects::nonNull)",
        "b.map(\"m\", s -> s).keyed(s -> s.length()).onFailure(deadLetter(f -> f.item().length()))",
        "b.map(\"m\", s -> s.length()).itemTimeout(Duration.ofSeconds(1)).keyed(s -> s.length())"
            + ".sink(\"n\", n -> n.intValue()).keyed(n -> n.intValue()).workers(4)",
        "b.mapAsync(\"m\", 9, s -> CompletableFuture.completedFuture(s.length()))"
            + ".keyed(s -> s.length()).retrying(3, none()).map(\"n\", n -> n + 1)",
        "b.sinkAsync(\"s\", 9, s -> CompletableFuture.completedFuture(s)).keyed(s -> s.length())",
        // options that are kept
        "b.map(\"m\", s -> s.length()).with(CAREFUL).filter(\"n\", n -> n > 1).with(CAREFUL)",
        "b.map(\"m\", s -> s).with(CAREFUL).workers(2).with(s -> s.capacity(8))",
        "b.map(\"m\", s -> s.length()).with(Snippet::logged).map(\"n\", n -> n + 1)",
        // lambdas without types of their parameters
        "b.mapMulti(\"m\", Integer.class, (s, out) -> out.emit(s.length()))"
            + ".workers(2).map(\"n\", n -> n + 1)",
        "b.flatMap(\"m\", s -> s.lines()).workers(2).map(\"n\", s -> s.length())",
        "b.iterateStream(\"m\", all -> all.map(s -> s.length())).workers(2).map(\"n\", n -> n + 1)",
        // chunks and parts
        "b.chunk(\"c\", 3).within(Duration.ofSeconds(1)).workers(2).map(\"m\", l -> l.get(0))",
        "b.chunk(\"c\", 3, Duration.ofSeconds(1), String::length, 9L).map(\"m\", l -> l.get(0))",
        "b.map(\"m\", s -> s.length()).chunk(\"c\", 3).weighing(n -> n.longValue(), 9)"
            + ".groupedBy(n -> n.intValue(), 9).onFailure(deadLetter(f -> f.item().intValue()))"
            + ".capacity(8).map(\"n\", l -> l.get(0).intValue())",
        "b.apply(x -> x.map(\"m\", s -> s.length())).workers(4)",
        "b.map(\"m\", s -> s).workers(4).defaults(CAREFUL).map(\"n\", s -> s).daemon(true)",
      })
  void shouldCompile(String snippet) throws Exception {
    assertThat(errors(snippet)).isEmpty();
  }

  /** The reason follows the snippet. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        // options that a kind of step can't have
        "b.chunk(\"c\", 3).ordered() # method ordered()",
        "b.chunk(\"c\", 3).workers(2).retrying(3, none()) # method retrying",
        "b.iterateStream(\"i\", all -> all).retrying(3, none()) # method retrying",
        "b.iterateStream(\"i\", all -> all).onFailure(FailurePolicy.skip()) # method onFailure",
        "b.iterateStream(\"i\", all -> all).ordered() # method ordered()",
        "b.iterateStream(\"i\", all -> all).keyed(s -> s) # method keyed",
        "b.chunk(\"c\", 3).keyed(l -> l) # method keyed",
        "b.chunk(\"c\", 3).itemTimeout(Duration.ofSeconds(1)) # method itemTimeout",
        "b.map(\"m\", s -> s).groupedBy(s -> s, 9) # method groupedBy",
        "b.map(\"m\", s -> s).within(Duration.ofSeconds(1)) # method within",
        // options that follow no step
        "b.workers(4) # method workers",
        "b.map(\"m\", s -> s).daemon(true).workers(4) # method workers",
        // a function for items of another type
        "b.map(\"m\", s -> s.length()).onFailure(deadLetter(f -> f.item().intValue()))"
            + " # method intValue()",
        "b.map(\"m\", s -> s.length()).map(\"n\", n -> n).with(Snippet::logged) # logged",
        "b.map(\"m\", s -> s).with(options().onFailure(deadLetter((FailedItem<String> f) -> {})))"
            + " # java.lang.Object",
        // the form of before
        "b.map(\"m\", 4, s -> s) # int",
        "b.map(\"m\", CAREFUL, s -> s) # StepOptions",
        "b.map(\"m\", s -> s).with(StepOptions.workers(4)) # static context",
      })
  void shouldNotCompile(String snippetAndReason) throws Exception {
    String[] parts = snippetAndReason.split(" # ", 2);
    assertThat(errors(parts[0])).isNotEmpty().anyMatch(error -> error.contains(parts[1]));
  }
}

package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The steps of a pipeline, drawn. */
class DrawingTest {
  private static Pipeline<String, ?> catalog() {
    return Pipeline.<String>named("cata\"log\\")
        .map("hash <A&B #1>", s -> s)
        .workers(4)
        .ordered()
        .capacity(64)
        .map("\"look\\up\"\nnow", s -> s)
        .retrying(3, Backoff.none())
        .chunk("batch", 500)
        .groupedBy(s -> s, 10)
        .build();
  }

  @Test
  void shouldDrawForMermaid() {
    try (Pipeline<String, ?> pipeline = catalog()) {
      assertThat(pipeline.toMermaid())
          .isEqualTo(
              """
              flowchart LR
                input(["cata#quot;log\\"])
                input -->|64| s0["hash #lt;A#amp;B #35;1#gt;<br/>4 workers<br/>ordered"]
                s0 -->|1,024| s1["#quot;look\\up#quot; now<br/>1 worker<br/>3 retries"]
                s1 -->|1,024| s2["batch<br/>1 worker<br/>grouped"]
              """);
    }
  }

  @Test
  void shouldDrawForGraphviz() {
    try (Pipeline<String, ?> pipeline = catalog()) {
      assertThat(pipeline.toDot())
          .isEqualTo(
              """
              digraph "cata\\"log\\\\" {
                rankdir=LR;
                node [shape=box];
                input [shape=oval, label="cata\\"log\\\\"];
                s0 [label="hash <A&B #1>\\n4 workers\\nordered"];
                input -> s0 [label="64"];
                s1 [label="\\"look\\\\up\\" now\\n1 worker\\n3 retries"];
                s0 -> s1 [label="1,024"];
                s2 [label="batch\\n1 worker\\ngrouped"];
                s1 -> s2 [label="1,024"];
              }
              """);
    }
  }
}

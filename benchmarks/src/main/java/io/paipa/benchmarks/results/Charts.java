package io.paipa.benchmarks.results;

import java.awt.Dimension;
import java.awt.Rectangle;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jfree.chart.JFreeChart;
import org.w3c.dom.Document;

/** The charts of a JDK's results, as SVG. */
final class Charts {
  /** What they show, and how their files begin. */
  static final List<String> NAMES =
      List.of("throughput", "latency-1-hop", "latency-3-hops", "cost-per-item");

  private static final int WIDTH = 1_000;
  private static final int HEIGHT = 480;

  private Charts() {}

  static String file(String chart, int jdk) {
    return chart + "-jdk" + jdk + ".svg";
  }

  static void write(Results results, Path folder) throws IOException {
    int jdk = results.about().jdk();
    write(ChartKinds.throughput(results), folder.resolve(file("throughput", jdk)));
    write(ChartKinds.latency(results, "1"), folder.resolve(file("latency-1-hop", jdk)));
    write(ChartKinds.latency(results, "3"), folder.resolve(file("latency-3-hops", jdk)));
    write(ChartKinds.costPerItem(results), folder.resolve(file("cost-per-item", jdk)));
  }

  private static void write(JFreeChart chart, Path file) throws IOException {
    System.setProperty("java.awt.headless", "true");
    SVGGraphics2D graphics = new SVGGraphics2D(document());
    graphics.setSVGCanvasSize(new Dimension(WIDTH, HEIGHT));
    chart.draw(graphics, new Rectangle(WIDTH, HEIGHT));
    try (Writer writer = Files.newBufferedWriter(file)) {
      graphics.stream(writer, true);
    }
  }

  private static Document document() {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument("http://www.w3.org/2000/svg", "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the JDK's own parser is missing", e);
    }
  }
}

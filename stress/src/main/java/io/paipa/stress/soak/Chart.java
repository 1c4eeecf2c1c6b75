package io.paipa.stress.soak;

import java.awt.Rectangle;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.text.TextUtils;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.w3c.dom.Document;

/** The samples as an SVG: one plot above the other, over the same minutes. */
final class Chart {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 800;
  private static final double SECONDS_PER_MINUTE = 60;

  private Chart() {}

  static void write(List<Sample> samples, Path file) throws IOException {
    TextUtils.setUseDrawRotatedStringWorkaround(false); // else labels would be shapes, not text
    CombinedDomainXYPlot plots = new CombinedDomainXYPlot(new NumberAxis("minutes"));
    plots.add(plot("heap after GC, MB", samples, Sample::heapMegabytes));
    plots.add(plot("threads", samples, Sample::threads));
    plots.add(plot("items/s", samples, Sample::itemsPerSecond));
    plots.add(plot("pipelines/s", samples, Sample::pipelinesPerSecond));
    JFreeChart chart = new JFreeChart("Soak", JFreeChart.DEFAULT_TITLE_FONT, plots, false);
    SVGGraphics2D graphics = new SVGGraphics2D(newSvg());
    chart.draw(graphics, new Rectangle(WIDTH, HEIGHT));
    try (Writer writer = Files.newBufferedWriter(file)) {
      graphics.stream(writer, true);
    }
  }

  private static Document newSvg() {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument("http://www.w3.org/2000/svg", "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("this JDK makes no XML documents", e);
    }
  }

  private static XYPlot plot(String label, List<Sample> samples, ToDoubleFunction<Sample> value) {
    XYSeries series = new XYSeries(label);
    for (Sample sample : samples) {
      series.add(sample.seconds() / SECONDS_PER_MINUTE, value.applyAsDouble(sample));
    }
    return new XYPlot(
        new XYSeriesCollection(series),
        null,
        new NumberAxis(label),
        new XYLineAndShapeRenderer(true, false));
  }
}

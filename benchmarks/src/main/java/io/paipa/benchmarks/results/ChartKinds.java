package io.paipa.benchmarks.results;

import java.awt.Color;
import java.awt.Font;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.CategoryItemRenderer;
import org.jfree.chart.renderer.category.LineAndShapeRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.data.category.CategoryDataset;
import org.jfree.data.category.DefaultCategoryDataset;

/** What is drawn, and how it looks. */
final class ChartKinds {
  private static final double MILLION = 1e6;
  private static final double NANOS = 1e9;
  private static final DecimalFormatSymbols SYMBOLS = DecimalFormatSymbols.getInstance(Locale.ROOT);
  private static final Color GRID = new Color(0xd0d0d0);
  private static final Map<String, Color> OWN =
      Map.of(
          Engines.PAIPA,
          new Color(0xd62728),
          Engines.BUSY_SPIN,
          new Color(0xff7f0e),
          Engines.LIMIT,
          new Color(0x404040));
  private static final List<Color> PEERS =
      List.of(
          new Color(0x1f77b4),
          new Color(0xaec7e8),
          new Color(0x2ca02c),
          new Color(0x98df8a),
          new Color(0x9467bd),
          new Color(0xc5b0d5),
          new Color(0x8c564b),
          new Color(0xc49c94),
          new Color(0xbcbd22),
          new Color(0x17becf),
          new Color(0x7f7f7f));

  private ChartKinds() {}

  /** Bars by topology and engine. The tables have the spread. */
  static JFreeChart throughput(Results results) {
    DefaultCategoryDataset data = new DefaultCategoryDataset();
    List<String> engines = Engines.drawn(results.about().jdk());
    results
        .of("PipelineThroughput.through")
        .filter(m -> m.param("source").equals("iterator") && m.param("capacity").equals("1024"))
        .filter(m -> engines.contains(m.param("engine")))
        .sorted(Comparator.comparingInt(m -> engines.indexOf(m.param("engine"))))
        .forEach(
            m ->
                data.addValue(
                    m.score().spread().median() / MILLION, m.param("engine"), m.param("topology")));
    BarRenderer bars = new BarRenderer();
    bars.setBarPainter(new StandardBarPainter());
    bars.setShadowVisible(false);
    bars.setItemMargin(0);
    return chart(
        "Throughput of an iterator's items through two steps",
        data,
        "workers of the two steps",
        new NumberAxis("millions of items a second"),
        bars);
  }

  /** Percentiles at the rate of most targets. */
  static JFreeChart latency(Results results, String hops) {
    DefaultCategoryDataset data = new DefaultCategoryDataset();
    results
        .of("Latency.send")
        .filter(m -> m.param("rate").equals("100000") && m.param("hops").equals(hops))
        .filter(Latencies::isSustained)
        .forEach(
            m -> {
              for (String percentile : Latencies.PERCENTILES) {
                Metric metric = m.secondary(percentile);
                if (metric != null) {
                  data.addValue(metric.spread().median() / 1_000, m.param("engine"), percentile);
                }
              }
            });
    return chart(
        "Latency at 100,000 items a second, over " + hops + (hops.equals("1") ? " hop" : " hops"),
        data,
        "percentile",
        logarithmic("microseconds"),
        new LineAndShapeRenderer());
  }

  /** What an item takes, by what its step costs. */
  static JFreeChart costPerItem(Results results) {
    Map<Integer, List<Measurement>> byTokens = new TreeMap<>();
    for (Measurement m : results.measurements()) {
      String prefix = "StepCost.tokens";
      if (m.benchmark().startsWith(prefix)) {
        byTokens
            .computeIfAbsent(
                Integer.parseInt(m.benchmark().substring(prefix.length())),
                tokens -> new ArrayList<>())
            .add(m);
      }
    }
    DefaultCategoryDataset data = new DefaultCategoryDataset();
    byTokens.forEach(
        (tokens, all) ->
            all.forEach(
                m ->
                    data.addValue(NANOS / m.score().spread().median(), m.param("engine"), tokens)));
    return chart(
        "Time per item of one step, a worker for each core",
        data,
        "tokens that the step burns",
        logarithmic("nanoseconds per item"),
        new LineAndShapeRenderer());
  }

  private static ValueAxis logarithmic(String label) {
    LogAxis axis = new LogAxis(label);
    axis.setTickUnit(new NumberTickUnit(1));
    axis.setNumberFormatOverride(new DecimalFormat("#,##0.###", SYMBOLS));
    return axis;
  }

  private static JFreeChart chart(
      String title,
      CategoryDataset data,
      String category,
      ValueAxis values,
      CategoryItemRenderer renderer) {
    int peer = 0;
    for (int row = 0; row < data.getRowCount(); row++) {
      Color own = OWN.get(String.valueOf(data.getRowKey(row)));
      renderer.setSeriesPaint(row, own != null ? own : PEERS.get(peer++ % PEERS.size()));
    }
    CategoryPlot plot = new CategoryPlot(data, new CategoryAxis(category), values, renderer);
    plot.setBackgroundPaint(Color.WHITE);
    plot.setRangeGridlinePaint(GRID);
    plot.setOutlineVisible(false);
    plot.setNoDataMessage("not measured");
    JFreeChart chart = new JFreeChart(title, new Font("SansSerif", Font.PLAIN, 18), plot, true);
    chart.setBackgroundPaint(Color.WHITE);
    return chart;
  }
}

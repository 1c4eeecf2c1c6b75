package io.paipa.live;

import com.fasterxml.jackson.core.JsonGenerator;
import io.paipa.StepReport;
import io.paipa.TimeDistribution;
import io.paipa.WorkerTime;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What was seen of a step. Used under the monitor of what is shown. */
final class StepHistory {
  /** Figures are those of so many seconds. */
  private static final int RECENT = 5;

  /** A look at the counts that only grow. */
  private record Seen(long nanos, StepReport report) {}

  private final String name;
  private final double[] itemsPerSecond;
  private final double[] queued;
  private final double[] medianMillis;
  private final double[] percentile99Millis;

  /** The last looks at this pipeline, the newest last. */
  private final Deque<Seen> recent = new ArrayDeque<>();

  StepHistory(String name, int size) {
    this.name = name;
    this.itemsPerSecond = unknown(size);
    this.queued = unknown(size);
    this.medianMillis = unknown(size);
    this.percentile99Millis = unknown(size);
  }

  private static double[] unknown(int size) {
    double[] values = new double[size];
    Arrays.fill(values, Double.NaN);
    return values;
  }

  String name() {
    return name;
  }

  void gap() {
    recent.clear();
  }

  /** Adds a look at a place of all lists, and tells of the last seconds. */
  StepNow add(int place, long nanos, StepReport report) {
    Seen now = new Seen(nanos, report);
    Seen before = recent.isEmpty() ? now : recent.getLast();
    Optional<TimeDistribution> times = service(before, now);
    itemsPerSecond[place] = rate(before, now);
    queued[place] = report.queued();
    medianMillis[place] = millis(times, 50);
    percentile99Millis[place] = millis(times, 99);
    recent.addLast(now);
    if (recent.size() > RECENT + 1) {
      recent.removeFirst();
    }
    Seen oldest = recent.getFirst();
    return new StepNow(
        report, rate(oldest, now), service(oldest, now), spent(oldest.report(), report));
  }

  private static double rate(Seen before, Seen now) {
    long nanos = now.nanos() - before.nanos();
    return nanos == 0
        ? Double.NaN
        : (StepNow.settled(now.report()) - StepNow.settled(before.report())) * 1e9 / nanos;
  }

  private static Optional<TimeDistribution> service(Seen before, Seen now) {
    Optional<TimeDistribution> earlier = before.report().serviceTime();
    Optional<TimeDistribution> all = now.report().serviceTime();
    return earlier.isEmpty() ? all : all.flatMap(times -> times.since(earlier.get()));
  }

  private static double millis(Optional<TimeDistribution> times, double percent) {
    return times.map(of -> of.percentile(percent).toNanos() / 1e6).orElse(Double.NaN);
  }

  private static WorkerTime spent(StepReport before, StepReport now) {
    WorkerTime was = before.workerTime();
    WorkerTime is = now.workerTime();
    return new WorkerTime(
        is.busy().minus(was.busy()),
        is.blocked().minus(was.blocked()),
        is.waiting().minus(was.waiting()),
        is.held().minus(was.held()));
  }

  void write(JsonGenerator json, List<Integer> places) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", name);
    write(json, "itemsPerSecond", itemsPerSecond, places);
    write(json, "queued", queued, places);
    write(json, "medianMillis", medianMillis, places);
    write(json, "percentile99Millis", percentile99Millis, places);
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String field, double[] values, List<Integer> places)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (int place : places) {
      if (Double.isNaN(values[place])) {
        json.writeNull();
      } else {
        json.writeNumber(values[place]);
      }
    }
    json.writeEndArray();
  }
}

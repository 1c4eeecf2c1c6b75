package io.paipa.live;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.paipa.StepReport;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What was seen of a pipeline in the last five minutes, once a second. When another pipeline takes
 * the place, the charts of steps that keep their name and place go on. Used under the monitor of
 * what is shown.
 */
final class History {
  static final int SIZE = 300;
  private static final JsonFactory JSON = new JsonFactory();

  private final long[] atMillis = new long[SIZE];
  private long looks;
  private List<StepHistory> steps = List.of();

  /** What comes is of another pipeline: no rate is told from the one before. */
  void gap() {
    steps.forEach(StepHistory::gap);
  }

  /**
   * Adds a look.
   *
   * @param millis the time of the day, for the charts; if the clock was put back, a bit later
   * @param nanos the time for rates
   * @return the steps, with what they did in the last seconds
   */
  List<StepNow> add(long millis, long nanos, List<StepReport> reports) {
    if (!isOf(reports)) {
      steps = stepsOf(reports);
    }
    int place = place(looks);
    atMillis[place] = looks == 0 ? millis : Math.max(millis, atMillis[place(looks - 1)] + 1);
    looks++;
    List<StepNow> now = new ArrayList<>(reports.size());
    for (int i = 0; i < reports.size(); i++) {
      now.add(steps.get(i).add(place, nanos, reports.get(i)));
    }
    return now;
  }

  private static int place(long look) {
    return (int) (look % SIZE);
  }

  private boolean isOf(List<StepReport> reports) {
    return steps.stream()
        .map(StepHistory::name)
        .toList()
        .equals(reports.stream().map(StepReport::stepName).toList());
  }

  private List<StepHistory> stepsOf(List<StepReport> reports) {
    List<StepHistory> next = new ArrayList<>(reports.size());
    for (int i = 0; i < reports.size(); i++) {
      String name = reports.get(i).stepName();
      boolean goesOn = i < steps.size() && steps.get(i).name().equals(name);
      next.add(goesOn ? steps.get(i) : new StepHistory(name, SIZE));
    }
    return next;
  }

  /** The looks after a moment, as JSON: their times, and for each step a list for each chart. */
  Bytes since(long millis) {
    List<Integer> places = new ArrayList<>();
    for (long look = Math.max(0, looks - SIZE); look < looks; look++) {
      if (atMillis[place(look)] > millis) {
        places.add(place(look));
      }
    }
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeArrayFieldStart("atMillis");
      for (int place : places) {
        json.writeNumber(atMillis[place]);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("steps");
      for (StepHistory step : steps) {
        step.write(json, places);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a text took no JSON", e);
    }
    return Bytes.of(text.toString());
  }
}

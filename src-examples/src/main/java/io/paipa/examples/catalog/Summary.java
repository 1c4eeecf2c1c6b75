package io.paipa.examples.catalog;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import io.paipa.StepReport;
import io.paipa.WorkerTime;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** What is said at the end of a catalogue. */
final class Summary {
  private static final int GROUPS = 10;

  private Summary() {}

  static void print(CatalogJob.Outcome outcome, Database database, PrintStream out)
      throws SQLException {
    Tally tally = outcome.tally();
    Duration elapsed = outcome.report().elapsed();
    out.printf(
        "%s in %s: %s files/s, %s%n",
        tally,
        Units.seconds(elapsed),
        Units.countPerSecond(tally.files(), elapsed),
        Units.megabytesPerSecond(tally.bytes(), elapsed));
    if (tally.failures() > 0) {
      out.println("Table failed says what is unreadable, and why.");
    }
    if (outcome.gone() > 0) {
      out.println(
          "Removed from the catalogue, as not found any more: " + Units.count(outcome.gone()));
    }
    printDuplicates(DuplicateGroup.largest(database, GROUPS), out);
    out.println("\nWhat the steps did");
    out.println(ledger(outcome.report().steps()));
    out.println("\nWhere the time of their workers went");
    out.println(times(outcome.report().steps()));
    outcome.report().bottleneck().ifPresent(out::println);
  }

  private static void printDuplicates(List<DuplicateGroup> groups, PrintStream out) {
    if (groups.isEmpty()) {
      out.println("No file is there twice.");
      return;
    }
    out.println("\nThe largest groups of duplicates in the catalogue");
    out.println(
        table(
            groups,
            List.of(
                number("copies", DuplicateGroup::copies),
                number("bytes each", DuplicateGroup::size),
                number("bytes wasted", DuplicateGroup::wasted),
                text("first of them", DuplicateGroup::path))));
  }

  private static String ledger(List<StepReport> steps) {
    return table(
        steps,
        List.of(
            text("step", StepReport::stepName),
            number("workers", StepReport::workers),
            number("received", StepReport::received),
            number("done", StepReport::done),
            number("skipped", StepReport::skipped),
            number("dead-lettered", StepReport::deadLettered),
            number("failed", StepReport::failed),
            number("abandoned", StepReport::abandoned),
            number("emitted", StepReport::emitted)));
  }

  /** Busy is what has something to do: it may wait for a disk, or for one of the processors. */
  private static String times(List<StepReport> steps) {
    return table(
        steps,
        List.of(
            text("step", StepReport::stepName),
            right("busy", step -> Units.seconds(step.workerTime().busy())),
            right("busy, of their time", step -> share(step, WorkerTime::busy)),
            right("waiting for items", step -> share(step, WorkerTime::waiting)),
            right("waiting for room", step -> share(step, WorkerTime::blocked))));
  }

  private static String share(StepReport step, Function<WorkerTime, Duration> part) {
    WorkerTime time = step.workerTime();
    return Units.percent(time.share(part.apply(time)));
  }

  private static <T> String table(List<T> rows, List<ColumnData<T>> columns) {
    return AsciiTable.builder()
        .border(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS)
        .data(rows, columns)
        .asString();
  }

  private static <T> ColumnData<T> text(String header, Function<T, String> value) {
    return new Column()
        .header(header)
        .headerAlign(HorizontalAlign.LEFT)
        .dataAlign(HorizontalAlign.LEFT)
        .maxWidth(Integer.MAX_VALUE)
        .with(row -> value.apply(row)); // as a table sees it, a cell may be null
  }

  private static <T> ColumnData<T> number(String header, ToLongFunction<T> value) {
    return right(header, row -> Units.count(value.applyAsLong(row)));
  }

  private static <T> ColumnData<T> right(String header, Function<T, String> value) {
    return new Column()
        .header(header)
        .dataAlign(HorizontalAlign.RIGHT)
        .with(row -> value.apply(row)); // as a table sees it, a cell may be null
  }
}

package io.paipa.examples.catalog;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import io.paipa.StepReport;
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
    return new Column()
        .header(header)
        .dataAlign(HorizontalAlign.RIGHT)
        .with(row -> Units.count(value.applyAsLong(row)));
  }
}

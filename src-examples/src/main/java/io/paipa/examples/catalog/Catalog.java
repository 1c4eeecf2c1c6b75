package io.paipa.examples.catalog;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The command: catalogues a folder into an SQLite database. */
@Command(
    name = "catalog",
    mixinStandardHelpOptions = true,
    version = "catalog, an example of Paipa for Java",
    description =
        "Catalogues the files below a folder into an SQLite database: size, SHA-256, kind.",
    footer = "%nExit codes: 0 done, 1 it can't be done, 2 bad arguments, 130 interrupted (Ctrl-C).")
public final class Catalog implements Callable<Integer> {
  /** Exit code of programs that were ended by Ctrl-C. */
  private static final int INTERRUPTED = 130;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FOLDER",
      description = "What to catalogue; the running JDK, if left out.")
  private @Nullable Path folder;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DATABASE",
      description = "Where to; made if it is not there. Default: ${DEFAULT-VALUE}")
  private Path database = Path.of("catalog.db");

  /**
   * Runs the command.
   *
   * @param args folder and database, both optional
   */
  public static void main(String[] args) {
    int exitCode =
        new CommandLine(new Catalog())
            .setParameterExceptionHandler((e, arguments) -> misused(e))
            .setExecutionExceptionHandler((e, command, arguments) -> failed(e))
            .execute(args);
    if (exitCode != 0) {
      // under exec:java, too: it ends Maven with this code, and without a page of build failure
      System.exit(exitCode);
    }
  }

  @Override
  public Integer call() throws SQLException, InterruptedException {
    List<Path> roots = folder == null ? Roots.ofThisJdk() : Roots.of(folder);
    Database opened = Database.open(database);
    CatalogJob.Outcome outcome = new CatalogJob(opened, roots).run(System.out);
    if (outcome.interrupted()) {
      return INTERRUPTED;
    }
    Summary.print(outcome, opened, System.out);
    return ExitCode.OK;
  }

  private static int misused(ParameterException e) {
    System.err.println("catalog: " + e.getMessage() + "; --help says what is possible");
    return ExitCode.USAGE;
  }

  /** What the user can mend gets a line; anything else is a defect, and its trace says where. */
  private static int failed(Exception e) {
    String problem = problem(e);
    if (problem != null) {
      System.err.println("catalog: " + problem);
    } else {
      e.printStackTrace();
    }
    return ExitCode.SOFTWARE;
  }

  private static @Nullable String problem(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof CatalogException) {
        return e.getMessage();
      }
      if (e instanceof SQLException) {
        return "can't write to the database: " + e.getMessage();
      }
    }
    return null;
  }
}

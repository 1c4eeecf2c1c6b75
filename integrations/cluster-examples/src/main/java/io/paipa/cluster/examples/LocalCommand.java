package io.paipa.cluster.examples;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

/** Makes the catalogue in this JVM. */
@Command(
    name = "local",
    mixinStandardHelpOptions = true,
    description = "Catalogues a folder in one JVM, and prints the totals.")
final class LocalCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "FOLDER", description = "What to catalogue.")
  private Path folder = Path.of("");

  private LocalCommand() {}

  @Override
  public Integer call() throws ProblemException {
    System.out.println(Catalogue.inThisJvm(FolderTree.filesBelow(folder)));
    return ExitCode.OK;
  }
}

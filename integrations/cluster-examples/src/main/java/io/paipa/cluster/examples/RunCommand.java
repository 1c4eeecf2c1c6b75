package io.paipa.cluster.examples;

import com.hazelcast.core.HazelcastInstance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the catalogue on three member processes, and compares it with that of one JVM. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description =
        "Catalogues a folder on three member processes, and compares the totals with those of one"
            + " JVM.")
final class RunCommand implements Callable<Integer> {
  private static final int MEMBERS = 3;

  @Parameters(index = "0", paramLabel = "FOLDER", description = "What to catalogue.")
  private Path folder = Path.of("");

  @Option(
      names = "--millis-per-file",
      description =
          "How long each file takes at least, on the members: so that there is time to kill one."
              + " Default: ${DEFAULT-VALUE}")
  private long millisPerFile;

  @Spec private CommandSpec spec = CommandSpec.create();

  private RunCommand() {}

  @Override
  public Integer call() throws ProblemException, IOException, InterruptedException {
    if (millisPerFile < 0) {
      throw new ParameterException(
          spec.commandLine(), "--millis-per-file: " + millisPerFile + " is less than 0");
    }
    List<String> paths = FolderTree.filesBelow(folder);
    Totals ofCluster = onMembers(paths);
    Totals ofOneJvm = Catalogue.inThisJvm(paths);
    boolean isEqual = ofCluster.equals(ofOneJvm);
    System.out.println("on the members: " + ofCluster);
    System.out.println("in one JVM:     " + ofOneJvm);
    System.out.println(
        isEqual ? "the totals are equal" : "the totals differ; has a file changed meanwhile?");
    return isEqual ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private Totals onMembers(List<String> paths)
      throws ProblemException, IOException, InterruptedException {
    System.setProperty("hazelcast.logging.type", "none"); // the loss of a member fills pages
    System.out.println("starting " + MEMBERS + " members");
    try (MemberProcesses members = MemberProcesses.start(MEMBERS)) {
      HazelcastInstance client = members.connect();
      try {
        return ClusterJob.submit(client, paths, millisPerFile)
            .await(line -> System.out.println(line + "; members " + members.running()));
      } catch (ProblemException | RuntimeException e) {
        if (members.running().isEmpty()) { // the cause of whatever it is
          throw new ProblemException("no member is left", e);
        }
        throw e;
      } finally {
        client.shutdown();
      }
    }
  }
}

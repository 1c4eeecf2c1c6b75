package io.paipa.cluster.examples;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

/** Kills a member, as {@code kill -9} does; no other process. */
@Command(
    name = "kill",
    mixinStandardHelpOptions = true,
    description = "Kills one of the member processes of a run, as kill -9 does.")
final class KillCommand implements Callable<Integer> {
  private static final long PATIENCE_SECONDS = 10;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PID",
      description = "Which one; the one that was started first, if left out.")
  private @Nullable Long pid;

  private KillCommand() {}

  @Override
  public Integer call() throws ProblemException, InterruptedException {
    RunningMember member = chosen(RunningMember.all());
    if (!member.process().destroyForcibly()) {
      throw new ProblemException("the system does not let this user kill process " + member.pid());
    }
    try {
      member.process().onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new ProblemException("process " + member.pid() + " was told to end, and has not", e);
    }
    System.out.println("killed member " + member.pid());
    return ExitCode.OK;
  }

  private RunningMember chosen(List<RunningMember> members) throws ProblemException {
    if (members.isEmpty()) {
      throw new ProblemException("no member runs; start three by: run FOLDER");
    }
    return pid == null ? first(members) : named(pid, members);
  }

  /** The first coordinates the others: so its loss is the hardest. */
  private static RunningMember first(List<RunningMember> members) throws ProblemException {
    if (members.stream().map(RunningMember::cluster).distinct().count() > 1) {
      throw new ProblemException("there is more than one run; say which member: " + words(members));
    }
    return members.stream().min(Comparator.comparing(RunningMember::started)).orElseThrow();
  }

  private static RunningMember named(long pid, List<RunningMember> members)
      throws ProblemException {
    return members.stream()
        .filter(member -> member.pid() == pid)
        .findFirst()
        .orElseThrow(
            () ->
                new ProblemException(
                    "process " + pid + " is no member; these are: " + words(members)));
  }

  private static List<Long> words(List<RunningMember> members) {
    return members.stream().map(RunningMember::pid).toList();
  }
}

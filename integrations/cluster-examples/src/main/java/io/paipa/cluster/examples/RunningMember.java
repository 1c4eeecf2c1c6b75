package io.paipa.cluster.examples;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A process of this user's that is a member, whoever has started it: its command line says so.
 *
 * @param process the process
 * @param cluster the run that it is of
 * @param started when
 */
record RunningMember(ProcessHandle process, String cluster, Instant started) {
  /** All of them. */
  static List<RunningMember> all() {
    return ProcessHandle.allProcesses().flatMap(process -> of(process).stream()).toList();
  }

  private static Optional<RunningMember> of(ProcessHandle process) {
    ProcessHandle.Info info = process.info();
    if (!info.user().equals(ProcessHandle.current().info().user())) {
      return Optional.empty();
    }
    // options of the JVM, the class, the cluster: see MemberProcess
    List<String> words = info.arguments().map(List::of).orElse(List.of());
    int main = words.indexOf(Member.class.getName());
    return main == -1 || main != words.size() - 2 || !isJava(info)
        ? Optional.empty()
        : Optional.of(
            new RunningMember(
                process, words.get(main + 1), info.startInstant().orElse(Instant.EPOCH)));
  }

  private static boolean isJava(ProcessHandle.Info info) {
    return info.command().stream()
        .flatMap(command -> Stream.of(command.split("[/\\\\]", -1)).reduce((a, b) -> b).stream())
        .anyMatch(name -> name.startsWith("java"));
  }

  long pid() {
    return process.pid();
  }
}

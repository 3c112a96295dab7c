package org.patientvault.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.patientvault.stores.PasswordFile;

/** A process that is told to work and is killed, as its killer sees it. */
final class VictimProcess {
  private static final int KILLED = 128 + 9;

  private final Process process;
  private final Path errors;
  private final HeardAcks heard;

  private VictimProcess(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.heard = HeardAcks.of(process.getInputStream());
  }

  /** A {@link Victim} of a vault in a file. */
  static VictimProcess start(Path folder, Task task, long seed) throws IOException {
    return start(folder, "victim", Victim.class, task.name(), Long.toString(seed));
  }

  /** A {@link WorkingNode}; {@code folder} has the key store. */
  static VictimProcess start(Path folder, String location, String node, long seed)
      throws IOException {
    return start(folder, node, WorkingNode.class, location, node, Long.toString(seed));
  }

  private static VictimProcess start(Path folder, String name, Class<?> victim, String... arguments)
      throws IOException {
    Path errors = folder.resolve(name + ".err");
    // A killed process leaves its copy of SQLite's library; it goes with the folder.
    Path libraries = Files.createDirectories(folder.resolve("libraries"));
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(withoutRemarks());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(List.of("-Xmx256m", "-Dorg.sqlite.tmpdir=" + libraries));
    command.add("-D" + PasswordFile.PROPERTY + "=" + PasswordFile.path());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), victim.getName()));
    command.add(folder.toString());
    command.addAll(List.of(arguments));
    return new VictimProcess(
        new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
  }

  /** From 24 on the JVM itself remarks on what protobuf and SQLite's library do. */
  private static List<String> withoutRemarks() {
    return Runtime.version().feature() >= 24
        ? List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")
        : List.of();
  }

  HeardAcks heard() {
    return heard;
  }

  void order(WorkingNode.Order order) {
    try {
      process.getOutputStream().write((order + "\n").getBytes(StandardCharsets.US_ASCII));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new AssertionError("ended by itself: " + errors(), e);
    }
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** SIGKILL at that moment; gives all it acknowledged. */
  List<Ack> kill(Moment moment) throws InterruptedException, ExecutionException, IOException {
    heard.await("acknowledgements", moment.acks(), ack -> true);
    process.waitFor(moment.nanos(), TimeUnit.NANOSECONDS);
    return kill();
  }

  /** SIGKILL; gives all it acknowledged. */
  List<Ack> kill() throws InterruptedException, ExecutionException {
    boolean ended = !process.isAlive();
    // The handle kills and no more; the process itself would close the pipe and lose what is in it.
    process.toHandle().destroyForcibly();
    int code = process.waitFor();
    List<Ack> acks = heard.toTheEnd();
    assertThat(ended).as("ended by itself: " + errors()).isFalse();
    assertThat(code).as("exit code of SIGKILL").isEqualTo(KILLED);
    assertThat(errors()).as("what it wrote to stderr").isEmpty();
    return acks;
  }

  /** Ends in good order; gives all it acknowledged. */
  List<Ack> close() throws InterruptedException, ExecutionException {
    order(WorkingNode.Order.CLOSE);
    boolean ended = process.waitFor(1, TimeUnit.MINUTES);
    process.toHandle().destroyForcibly();
    assertThat(ended).as("ends when it is told to").isTrue();
    assertThat(process.waitFor()).as(errors()).isZero();
    assertThat(errors()).as("what it wrote to stderr").isEmpty();
    return heard.toTheEnd();
  }

  String errors() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

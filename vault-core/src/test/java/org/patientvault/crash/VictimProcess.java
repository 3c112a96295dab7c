package org.patientvault.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A victim as its killer sees it. */
final class VictimProcess {
  private static final int KILLED = 128 + 9;
  private static final int EVERYTHING = 1_000_000;

  private final Process process;
  private final Path errors;
  private final List<Ack> acks = Collections.synchronizedList(new ArrayList<>());
  private final Semaphore heard = new Semaphore(0);
  private final FutureTask<Void> listening = new FutureTask<>(this::listen);

  private VictimProcess(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    new Thread(listening, "victim-listener").start();
  }

  static VictimProcess start(Path folder, Task task, long seed) throws IOException {
    Path errors = folder.resolve("victim.err");
    // A killed process leaves its copy of SQLite's library; it goes with the folder.
    Path libraries = Files.createDirectories(folder.resolve("libraries"));
    List<String> command =
        List.of(
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-Xmx256m",
            "-Dorg.sqlite.tmpdir=" + libraries,
            "-cp",
            System.getProperty("java.class.path"),
            Victim.class.getName(),
            folder.toString(),
            task.name(),
            Long.toString(seed));
    Process process =
        new ProcessBuilder(withoutRemarks(command)).redirectError(errors.toFile()).start();
    return new VictimProcess(process, errors);
  }

  /** From 24 on the JVM itself remarks on what protobuf and SQLite's library do. */
  private static List<String> withoutRemarks(List<String> command) {
    List<String> more = new ArrayList<>(command);
    if (Runtime.version().feature() >= 24) {
      more.addAll(
          1,
          List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    }
    return more;
  }

  private Void listen() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        acks.add(Ack.parse(line));
        heard.release();
      }
      return null;
    } finally {
      heard.release(EVERYTHING);
    }
  }

  /** SIGKILL; gives all it acknowledged. */
  List<Ack> kill(Moment moment) throws InterruptedException, ExecutionException, IOException {
    heard.acquire(moment.acks());
    boolean ended = process.waitFor(moment.nanos(), TimeUnit.NANOSECONDS);
    // The handle kills and no more; the process itself would close the pipe and lose what is in it.
    process.toHandle().destroyForcibly();
    int code = process.waitFor();
    listening.get();
    assertThat(ended).as("ended by itself: " + Files.readString(errors)).isFalse();
    assertThat(code).as("exit code of SIGKILL").isEqualTo(KILLED);
    assertThat(errors).as("what it wrote to stderr").isEmptyFile();
    return List.copyOf(acks);
  }
}

package org.patientvault.verify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The auditor's jar, as a process that has nothing else on its class path. */
final class JarProcess {
  static final Path JAR = Path.of("target/patientvault-verify.jar").toAbsolutePath();

  private final Path folder;

  /** Runs in {@code folder}, which its output is kept in too. */
  JarProcess(Path folder) {
    this.folder = folder;
  }

  /** What one run came to. */
  record Ran(int code, String out, String err) {}

  Ran run(String... arguments) throws IOException, InterruptedException {
    if (!Files.exists(JAR)) {
      throw new AssertionError("the phase package makes the jar: run mvn verify");
    }
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", JAR.toString()));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("stdout");
    Path err = folder.resolve("stderr");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("it waits for something");
    }
    return new Ran(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}

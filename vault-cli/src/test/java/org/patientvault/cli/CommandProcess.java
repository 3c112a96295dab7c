package org.patientvault.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.patientvault.cli.CommandLineFixture.Ran;

/** The command as a process of its own, started by a shell that redirects what it is told to. */
final class CommandProcess {
  private final Path folder;
  private final List<String> program;

  private CommandProcess(Path folder, List<String> program) {
    this.folder = folder;
    this.program = program;
  }

  /** The classes under test. */
  static CommandProcess ofClasses(Path folder) {
    return new CommandProcess(folder, java());
  }

  /** A jar alone. */
  static CommandProcess ofJar(Path folder, Path jar) {
    return new CommandProcess(
        folder, List.of(javaCommand(), "-XX:+UseSerialGC", "-jar", jar.toString()));
  }

  /** A script that finds Java by itself. */
  static CommandProcess of(Path folder, Path script) {
    return new CommandProcess(folder, List.of(script.toString()));
  }

  Ran run(String redirections, String input, String... arguments)
      throws IOException, InterruptedException {
    Process process = start(redirections, input, arguments);
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("it waits for something");
    }
    return new Ran(
        process.exitValue(), text(folder.resolve("stdout")), text(folder.resolve("stderr")));
  }

  /** As it runs; the caller waits for it, or kills it. */
  Process start(String redirections, String input, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("bash", "-c", "exec \"$@\" " + redirections));
    command.add("patientvault");
    command.addAll(program);
    command.addAll(List.of(arguments));
    Path in = Files.writeString(folder.resolve("stdin"), input);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(in.toFile())
            .redirectOutput(folder.resolve("stdout").toFile())
            .redirectError(folder.resolve("stderr").toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder.start();
  }

  private static String javaCommand() {
    return ProcessHandle.current().info().command().orElseThrow();
  }

  private static List<String> java() {
    List<String> java = new ArrayList<>();
    java.add(javaCommand());
    java.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
    if (Runtime.version().feature() >= 24) {
      java.add("--enable-native-access=ALL-UNNAMED");
      java.add("--sun-misc-unsafe-memory-access=allow");
    }
    java.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    return java;
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}

package org.patientvault;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.patientvault.keys.Unlock;
import org.patientvault.stores.PasswordFile;

/** A process of its own that makes backups, or puts one back, and is killed. */
final class KilledBackup {
  /** How long the latest that came to its end took, from one line to the next. */
  private long nanos = TimeUnit.MILLISECONDS.toNanos(400);

  /** {@code backup VAULT KEYS REGISTER PREFIX}, or {@code restore TARGET KEYS REGISTER BACKUP}. */
  public static void main(String... arguments) {
    Unlock unlock = KilledErasure.unlock(Path.of(arguments[2]));
    Path register = Path.of(arguments[3]);
    VaultOptions options = VaultOptions.defaults().withErasureRegister(register);
    if (arguments[0].equals("restore")) {
      say("begun");
      Vault.restore(
          Path.of(arguments[4]),
          arguments[1],
          List.of(unlock),
          ErasurePlace.ADMIN,
          RestoreOptions.of("disk failed", register).withVault(options));
      say("restored");
      return;
    }
    try (Vault vault = Vault.open(arguments[1], List.of(unlock), options)) {
      say("begun");
      for (int i = 0; ; i++) {
        vault.administration(ErasurePlace.ADMIN).backup(Path.of(arguments[4] + "-" + i));
        say("made");
      }
    }
  }

  private static void say(String what) {
    System.out.println(what);
    System.out.flush();
  }

  /**
   * Runs it, lets it say {@code lines} lines, and kills it at a moment of what it does then; gives
   * how often it said to be done.
   */
  int killed(Path folder, int lines, Random random, List<String> arguments) throws Exception {
    Path errors = folder.resolve("killed.err");
    Process process =
        new ProcessBuilder(command(folder, arguments)).redirectError(errors.toFile()).start();
    int said = 0;
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      long before = System.nanoTime();
      for (; said < lines; said++) {
        if (out.readLine() == null) {
          throw new AssertionError(Files.readString(errors));
        }
        long now = System.nanoTime();
        nanos = said == 0 ? nanos : now - before;
        before = now;
      }
      process.waitFor((long) (1.2 * random.nextDouble() * nanos), TimeUnit.NANOSECONDS);
      process.toHandle().destroyForcibly();
      process.waitFor();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        said++;
      }
    }
    if (process.exitValue() != 128 + 9 && process.exitValue() != 0) {
      throw new AssertionError(Files.readString(errors));
    }
    return said - 1;
  }

  /** Lets it come to its end; the next kill comes within what that took. */
  void measured(Path folder, List<String> arguments) throws Exception {
    Path errors = folder.resolve("killed.err");
    Process process =
        new ProcessBuilder(command(folder, arguments)).redirectError(errors.toFile()).start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      out.readLine();
      long before = System.nanoTime();
      if (out.readLine() == null) {
        throw new AssertionError(Files.readString(errors));
      }
      nanos = System.nanoTime() - before;
      process.waitFor();
    }
  }

  static List<String> command(Path folder, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
    command.add("-D" + PasswordFile.PROPERTY + "=" + PasswordFile.path());
    command.add("-Dorg.sqlite.tmpdir=" + Files.createDirectories(folder.resolve("libraries")));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(KilledBackup.class.getName());
    command.addAll(arguments);
    return command;
  }
}

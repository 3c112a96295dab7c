package org.patientvault.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.patientvault.verify.Terminal;

/** Runs commands as a person at a shell without a terminal would, and keeps what they print. */
final class CommandLineFixture {
  static final String PASSPHRASE = "correct horse battery";

  private final Path folder;
  private final String vault;

  /** The vault is a file of SQLite, {@code clinic.vault} in the folder. */
  CommandLineFixture(Path folder) {
    this(folder, folder.resolve("clinic.vault").toString());
  }

  /** The vault is at {@code location}, all other files are in the folder. */
  CommandLineFixture(Path folder, String location) {
    this.folder = folder;
    this.vault = location;
    write("pw", PASSPHRASE + "\n");
  }

  /** What one command came to. */
  record Ran(int code, String out, String err) {
    String all() {
      return out + err;
    }
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  Path write(String name, String text) {
    try {
      return Files.writeString(path(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The command with vault and passphrase named. */
  Ran run(String... arguments) {
    return runWithInput("", arguments);
  }

  Ran runWithInput(String input, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    if (all.get(0).equals("init")
        && all.stream().noneMatch(each -> each.startsWith("--protector"))) {
      all.add("--protector=passphrase:?memory-mib=19&passes=2"); // each test makes a vault
    }
    all.add("--vault=" + vault);
    all.add("--passphrase-file=" + path("pw"));
    return raw(input, Map.of(), all.toArray(String[]::new));
  }

  /** The command as it is written. */
  static Ran raw(String input, Map<String, String> environment, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            null,
            environment);
    int code = Main.execute(terminal, arguments);
    return new Ran(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}

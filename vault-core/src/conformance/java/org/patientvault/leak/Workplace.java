package org.patientvault.leak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.patientvault.stores.PasswordFile;

/**
 * The folder of a process that works with a vault; its output and its temporary files are there
 * too. What it exports for reading is beside it.
 */
record Workplace(Path folder) {
  static Workplace make(Path parent, String name) throws IOException {
    return new Workplace(Files.createDirectory(parent.resolve(name)));
  }

  Path plaintext() {
    return beside("-plaintext");
  }

  private Path beside(String ending) {
    return folder.resolveSibling(folder.getFileName() + ending);
  }

  /** Lets the process work with a vault at {@code location}, to its end. */
  void work(String location, Path inputs) throws IOException, InterruptedException {
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    Path libraries = Files.createDirectory(beside("-libraries"));
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx512m",
                "-Djava.io.tmpdir=" + temporary,
                "-Dorg.sqlite.tmpdir=" + libraries,
                "-D" + PasswordFile.PROPERTY + "=" + PasswordFile.path(),
                "-Dslf4j.provider=" + PrintedLogs.class.getName(),
                "-cp",
                System.getProperty("java.class.path"),
                Workload.class.getName(),
                location,
                folder.toString(),
                inputs.toString(),
                plaintext().toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor()).as(() -> ending(output)).isZero();
    for (String each : List.of("leak.backup", "output.txt")) {
      assertThat(folder.resolve(each)).isNotEmptyFile();
    }
    assertThat(folder.resolve("bundle")).isNotEmptyDirectory();
  }

  private static String ending(Path output) {
    try {
      String all = Files.readString(output);
      return all.substring(Math.max(0, all.length() - 4_000));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

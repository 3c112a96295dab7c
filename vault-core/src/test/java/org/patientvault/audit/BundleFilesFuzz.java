package org.patientvault.audit;

import static org.patientvault.fuzz.Reading.require;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.patientvault.fuzz.Seeded;

/** A bundle with one file of other bytes is never verified as another log, nor as whole. */
class BundleFilesFuzz implements Seeded {

  private static final TestLog LOG = TestLog.ofSize(259, 3);
  private static final Path FOLDER = write();
  private static final List<String> NAMES = names();

  /** One byte says which file; the rest is what stands in it. */
  @FuzzTest
  void verify(byte[] script) throws IOException {
    if (script.length == 0) {
      return;
    }
    String name = NAMES.get((script[0] & 0xff) % NAMES.size());
    Path file = FOLDER.resolve(name);
    byte[] whole = Files.readAllBytes(file);
    byte[] other = Arrays.copyOfRange(script, 1, script.length);
    Files.write(file, other);
    try {
      Report report = BundleVerifier.verify(FOLDER, LOG.policy(), Optional.empty(), 1);
      report.tree().ifPresent(tree -> require(tree.root().equals(LOG.root(259)), "another root"));
      boolean may = Arrays.equals(whole, other) || name.equals("bundle.json") || isNote(name);
      require(may || report.exitCode() != ExitCode.VERIFIED, name + " verified: " + report.lines());
    } finally {
      Files.write(file, whole);
    }
  }

  /** A note may carry lines of keys that nobody knows; what it says is checked by its root. */
  private static boolean isNote(String name) {
    return name.startsWith("checkpoint");
  }

  private static Path write() {
    try {
      Path folder = Files.createTempDirectory("bundle-fuzz").resolve("bundle");
      LOG.writeTo(folder);
      folder.getParent().toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<String> names() {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> FOLDER.relativize(file).toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public Map<String, byte[]> seeds() {
    return Map.of(
        "checkpoint", seed("checkpoint"),
        "kept", seed("checkpoints/3"),
        "tile", seed("tile/0/001.p/3"),
        "upper-tile", seed("tile/1/000.p/1"),
        "entries", seed("tile/entries/001.p/3"),
        "payload",
            seed(
                NAMES.stream()
                    .filter(name -> name.startsWith("payload/"))
                    .findFirst()
                    .orElseThrow()),
        "hints", seed("bundle.json"));
  }

  private static byte[] seed(String name) {
    try {
      byte[] whole = Files.readAllBytes(FOLDER.resolve(name));
      byte[] script = new byte[1 + whole.length];
      script[0] = (byte) NAMES.indexOf(name);
      System.arraycopy(whole, 0, script, 1, whole.length);
      return script;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}

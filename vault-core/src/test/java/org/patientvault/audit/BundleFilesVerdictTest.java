package org.patientvault.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verdicts on files: missing, emptied, changed, strange; and on entries that break the format. */
class BundleFilesVerdictTest {
  @TempDir private Path directory;

  @Test
  void verify_filesMissing_cannotTell() throws IOException {
    for (String name :
        List.of(
            "tile/entries/001",
            "tile/entries/002.p/88",
            "tile/0/000",
            "tile/0/002.p/88",
            "tile/1/000.p/2",
            "checkpoint")) {
      Path bundle = directory.resolve(name.replace('/', '-'));
      TestLog log = TestLog.ofSize(600).writeTo(bundle);
      Files.delete(bundle.resolve(name));
      Report report = log.verify(bundle);
      assertThat(report.lines().get(0)).isEqualTo("CANNOT TELL " + name + " not in bundle");
      assertThat(report.exitCode()).isEqualTo(ExitCode.CANNOT_TELL);
    }
  }

  @Test
  void verify_filesEmptied_areSaidToBeEmpty() throws IOException {
    for (String name :
        List.of("tile/entries/001", "tile/0/002.p/88", "tile/1/000.p/2", "checkpoint")) {
      Path bundle = directory.resolve(name.replace('/', '-'));
      TestLog log = TestLog.ofSize(600).writeTo(bundle);
      Files.write(bundle.resolve(name), new byte[0]);
      assertThat(log.verify(bundle).lines().get(0)).isEqualTo("CANNOT TELL " + name + " is empty");
    }
  }

  @Test
  void verify_entriesMissing_doesNotRefuseThePayloadsTheyName() throws IOException {
    TestLog log = TestLog.ofSize(600).writeTo(directory);
    Files.delete(directory.resolve("tile/entries/000"));
    assertThat(log.verify(directory).lines())
        .contains("CANNOT TELL tile/entries/000 not in bundle")
        .noneMatch(line -> line.startsWith("REFUSED"));
  }

  @Test
  void verify_aWholeTileMissingInTheMiddle_cannotTell() throws IOException {
    TestLog log = TestLog.ofSize(600).writeTo(directory);
    Files.delete(directory.resolve("tile/entries/001"));
    Files.delete(directory.resolve("tile/0/001"));
    Report report = log.verify(directory);
    assertThat(report.lines())
        .contains(
            "CANNOT TELL tile/entries/001 not in bundle", "CANNOT TELL tile/0/001 not in bundle");
    assertThat(report.exitCode()).isEqualTo(ExitCode.CANNOT_TELL);
  }

  @Test
  void verify_aPayloadMissing_cannotTell() throws IOException {
    TestLog log = TestLog.ofSize(3).writeTo(directory);
    String name = "payload/" + log.payloads.keySet().iterator().next().hex();
    Files.delete(directory.resolve(name));
    assertThat(log.verify(directory).lines().get(0))
        .isEqualTo("CANNOT TELL " + name + " not in bundle");
  }

  @Test
  void verify_aPayloadChanged_isChanged() throws IOException {
    TestLog log = TestLog.ofSize(3).writeTo(directory);
    String name = "payload/" + log.payloads.keySet().iterator().next().hex();
    TestLog.flip(directory, name, 0);
    assertThat(log.verify(directory).lines().get(0))
        .isEqualTo("CHANGED file=" + name + " does not hash to its name");
  }

  @Test
  void verify_anEventDroppedBeforeTheLog_isAGap() {
    TestLog log = TestLog.ofSize(5);
    log.add(Samples.read(9));
    log.add(Samples.read(9));
    log.head = log.sign(7);
    Report report = log.writeTo(directory).verify(directory);
    assertThat(report.lines())
        .contains("GAP node=node-1 boot=7f3a9c21 k=6..8 missing")
        .contains("GAP node=node-1 boot=7f3a9c21 k=9..9 again at index=6");
    assertThat(report.exitCode()).isEqualTo(ExitCode.TAMPERED);
  }

  @Test
  void verify_entriesThatTheLogSaysItLost_areSaidToBeLost() {
    TestLog log = TestLog.ofSize(5);
    log.add(
        Entry.of(EventCode.RESTORE, Outcome.MAJOR_FAILURE)
            .ranges(List.of(new IndexRange(5, 8)))
            .stamped(Samples.stamp(6)));
    log.head = log.sign(6);
    Report report = log.writeTo(directory).verify(directory);
    assertThat(report.lines()).contains("ENTRIES LOST indexes=5..8 told-by=entry 5");
    assertThat(report.exitCode()).isEqualTo(ExitCode.TAMPERED);
  }

  @Test
  void verify_entriesThatBreakTheFormat_areMalformed() {
    TestLog log = TestLog.ofSize(3);
    byte[] spaced = Samples.ascii("{ }");
    log.leaves.add(spaced);
    log.hashes.add(new MerkleHash().leaf(spaced));
    log.add(
        Entry.of(EventCode.CLOSE, Outcome.SUCCESS)
            .digest(Samples.pattern(32, 1))
            .stamped(Samples.stamp(4)));
    log.add(Samples.read(5));
    byte[] later = Samples.ascii("{\"v\":2,\"t\":0}");
    log.leaves.add(later);
    log.hashes.add(new MerkleHash().leaf(later));
    log.head = log.sign(7);
    Report report = log.writeTo(directory).verify(directory);
    assertThat(report.lines())
        .contains("MALFORMED index=3 does not start as a version 1 entry")
        .contains("MALFORMED index=4 CLOSE must be the last entry")
        .contains("CANNOT TELL index=6 an entry of a later version");
    assertThat(report.exitCode()).isEqualTo(ExitCode.TAMPERED);
  }

  @Test
  void verify_strangeFiles_areRefused() throws IOException {
    TestLog log = TestLog.ofSize(600).writeTo(directory);
    for (String name :
        List.of(
            "README",
            "tile/0/003",
            "tile/entries/002.p/89",
            "tile/2/000.p/1",
            "tile/1/000",
            "tile/0/x000/001",
            "checkpoints/01",
            "checkpoints/x",
            "payload/ab",
            "anchor/600.tsr",
            "tile/entries/002.p/87")) {
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, new byte[] {1});
      Report report = log.verify(directory);
      assertThat(report.lines().get(0))
          .isEqualTo("REFUSED file=" + name + " not part of a bundle of this size");
      assertThat(report.exitCode()).isEqualTo(ExitCode.REFUSED);
      Files.delete(file);
    }
    byte[] stray = {1, 2, 3};
    String name =
        "payload/" + org.patientvault.model.Bytes.of(MerkleHash.sha256().digest(stray)).hex();
    Files.write(directory.resolve(name), stray);
    assertThat(log.verify(directory).lines().get(0))
        .isEqualTo("REFUSED file=" + name + " no entry names it");
  }

  @Test
  void verify_symbolicLinks_areRefused() throws IOException {
    TestLog log = TestLog.ofSize(600).writeTo(directory);
    Path tile = directory.resolve("tile/0/001");
    Path moved = directory.resolveSibling(directory.getFileName() + "-moved");
    Files.move(tile, moved);
    Files.createSymbolicLink(tile, moved);
    assertThat(log.verify(directory).lines())
        .contains("REFUSED file=tile/0/001 neither file nor directory");
    Files.delete(moved);
  }
}

package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.AuditorState;
import org.patientvault.audit.Report;
import org.patientvault.model.Actor;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.Purpose;
import org.patientvault.stores.Databases;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.OncePerStore;
import org.patientvault.stores.TestDatabase;

/** P7 on a real vault: the log is attacked with SQL, exported without a key, and verified. */
@Tag("once")
@OnBothStores
class LogAttacksTest {
  private static final int ROUNDS = 4;
  private static final int PATIENTS = 90;
  private static final String FIRST_PAYLOAD =
      "SELECT sha256 FROM log_payload ORDER BY sha256 LIMIT 1";
  private static final Instant NOW = Instant.parse(StoredLog.year() + "-02-01T00:00:00Z");

  private static StoredLog honest;

  @TempDir Path folder;
  private StoredLog log;

  @OncePerStore
  static void aVaultWithALogOfTwoTiles(TestDatabase database, @TempDir Path home) {
    honest = StoredLog.make(database, home, ROUNDS, PATIENTS);
  }

  @BeforeEach
  void anAttackersCopy(Databases databases) {
    log = honest.copy(databases, folder);
  }

  private long size() {
    return log.number("SELECT max(size) FROM log_checkpoint");
  }

  @Test
  void untouched_isVerified() {
    Report report = log.exportAndVerify();
    assertLine(
        report,
        0,
        "VERIFIED origin=vault\\.patientvault\\.org/[0-9a-f]{32}/"
            + StoredLog.year()
            + " entries=0\\.\\."
            + (size() - 1)
            + " root=[0-9a-f]{64} first="
            + StoredLog.year()
            + "-01-15T08:00:00Z last="
            + StoredLog.year()
            + "-01-15T08:04:00Z"
            + " signatures=2/2 witnesses=0/0 anchors=0 erased=0");
    assertThat(report.lines().get(1))
        .isEqualTo(
            "NO OUTSIDE HEAD: the end of the log cannot be proven;"
                + " newest witness time=none, newest anchor=none");
  }

  @Test
  void leafEdited_isEdited() {
    byte[] leaf = log.blob("SELECT leaf FROM log_entry WHERE idx = 120");
    log.sqlWith("UPDATE log_entry SET leaf = ? WHERE idx = 120", withOtherActor(leaf));
    assertLine(
        log.exportAndVerify(),
        3,
        "EDITED index=120 expected-leaf=[0-9a-f]{64} found=[0-9a-f]{64}"
            + " covered-by=checkpoint [0-9]+ \\("
            + StoredLog.year()
            + "-01-15T08:01:00Z\\)");
  }

  @Test
  void leafAndItsHashEdited_isBracketedByCheckpoints() throws IOException {
    byte[] leaf = withOtherActor(log.blob("SELECT leaf FROM log_entry WHERE idx = 120"));
    log.sqlWith("UPDATE log_entry SET leaf = ? WHERE idx = 120", leaf);
    log.sqlWith("UPDATE log_entry SET leaf_hash = ? WHERE idx = 120", leafHash(leaf));
    assertLine(log.exportAndVerify(), 3, changedBetween(0, 1));
  }

  @Test
  void entryDeletedInTheMiddle_isAChangedRange() {
    log.sql(
        "DELETE FROM log_entry WHERE idx = 150",
        "UPDATE log_entry SET idx = -idx WHERE idx > 150",
        "UPDATE log_entry SET idx = -idx - 1 WHERE idx < 0");
    Report report = log.exportAndVerify();
    assertThat(report.lines()).anyMatch(line -> line.matches(changedBetween(0, 1)));
    assertThat(report.exitCode().code()).isEqualTo(3);
  }

  @Test
  void entryInsertedInTheMiddle_isAChangedRange() {
    log.sql(
        "UPDATE log_entry SET idx = -idx WHERE idx > 150",
        "UPDATE log_entry SET idx = -idx + 1 WHERE idx < 0",
        "INSERT INTO log_entry SELECT shard, 151, leaf, leaf_hash FROM log_entry WHERE idx = 20");
    assertLine(log.exportAndVerify(), 3, changedBetween(0, 1));
  }

  /** The range between two kept checkpoints, as the vault signed them minute by minute. */
  private String changedBetween(int lastGood, int firstBad) {
    List<Long> sizes = new ArrayList<>();
    for (int i = 0; i <= ROUNDS; i++) {
      sizes.add(log.number("SELECT size FROM log_checkpoint ORDER BY size LIMIT 1 OFFSET " + i));
    }
    return "CHANGED range="
        + sizes.get(lastGood)
        + "\\.\\."
        + (sizes.get(firstBad) - 1)
        + " first bad checkpoint="
        + sizes.get(firstBad)
        + " last good="
        + sizes.get(lastGood);
  }

  @Test
  void leavesOfTwoRowsSwapped_isReordered() {
    byte[] one = log.blob("SELECT leaf FROM log_entry WHERE idx = 30");
    byte[] other = log.blob("SELECT leaf FROM log_entry WHERE idx = 300");
    log.sqlWith("UPDATE log_entry SET leaf = ? WHERE idx = 30", other);
    log.sqlWith("UPDATE log_entry SET leaf = ? WHERE idx = 300", one);
    assertLine(log.exportAndVerify(), 3, "REORDERED indexes=30,300");
  }

  @Test
  void rowsSwappedWithTheirHashes_isAChangedRange() {
    log.sql(
        "UPDATE log_entry SET idx = -1 WHERE idx = 120",
        "UPDATE log_entry SET idx = 120 WHERE idx = 130",
        "UPDATE log_entry SET idx = 130 WHERE idx = -1");
    assertLine(log.exportAndVerify(), 3, changedBetween(0, 1));
  }

  @Test
  void tailRowsDeleted_isTruncated() {
    long size = size();
    log.sql("DELETE FROM log_entry WHERE idx >= " + (size - 40));
    assertLine(
        log.exportAndVerify(),
        3,
        "TRUNCATED checkpoint size=" + size + " bundle size=" + (size - 40) + " missing=40");
  }

  @Test
  void tailAndItsCheckpointsDeleted_isTruncatedAgainstTheAuditorsState() {
    long size = size();
    AuditorState state = stateOf(honest);
    log.sql("DELETE FROM log_checkpoint WHERE size = " + size);
    long older = size();
    log.sql("DELETE FROM log_entry WHERE idx >= " + older);
    Path bundle = log.export();
    assertThat(log.verify(bundle).lines()).anyMatch(line -> line.startsWith("NO OUTSIDE HEAD"));
    assertLine(
        log.verify(bundle, state),
        3,
        "TRUNCATED auditor-state size="
            + size
            + " bundle size="
            + older
            + " missing="
            + (size - older));
  }

  @Test
  void headReplacedByAnOlderOne_isRolledBack() throws IOException {
    long size = size();
    long older = log.number("SELECT min(size) FROM log_checkpoint");
    Path bundle = log.export();
    Files.copy(
        bundle.resolve("checkpoints/" + older),
        bundle.resolve("checkpoint"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Report report = log.verify(bundle);
    assertThat(report.lines())
        .anyMatch(
            line ->
                line.matches(
                    "ROLLED BACK log vault\\.patientvault\\.org/\\S+ saw size="
                        + size
                        + " at "
                        + StoredLog.year()
                        + "-01-15T08:04:00Z; bundle has "
                        + older));
    assertThat(report.exitCode().code()).isEqualTo(3);
  }

  /** The operator holds the keys: only who kept a head can show that there are two histories. */
  @Test
  void anotherHistoryFromAnOlderCopy_isForkedAgainstTheAuditorsState(Databases databases) {
    try (Vault vault = Vault.open(log.location(), StoredLog.PASSPHRASE)) {
      admit(vault, "seen by the auditor");
    }
    AuditorState state = stateOf(log);
    StoredLog restored = honest.copy(databases, makeFolder("restored"));
    try (Vault vault = Vault.open(restored.location(), StoredLog.PASSPHRASE)) {
      admit(vault, "another history");
      admit(vault, "and longer");
    }
    assertLine(
        restored.verify(restored.export(), state),
        3,
        "FORKED size="
            + state.size()
            + " root-a=[0-9a-f]{64} \\(signed\\) root-b="
            + state.root().hex()
            + " \\(auditor-state\\)");
  }

  @Test
  void checkpointsSizeEdited_isABadSignature() {
    String note = note();
    log.sqlWith(
        "UPDATE log_checkpoint SET note = ? WHERE size = " + size(),
        utf8(note.replace("\n" + size() + "\n", "\n" + (size() - 1) + "\n")));
    assertLine(
        log.exportAndVerify(),
        3,
        "BAD SIGNATURE key=vault\\.patientvault\\.org/\\S+\\+[0-9a-f]{8} file=checkpoint");
  }

  @Test
  void postQuantumLineStripped_isAMissingSignature() {
    String note = note();
    String stripped = note.substring(0, note.indexOf('\n', note.indexOf("\u2014 ")) + 1);
    log.sqlWith("UPDATE log_checkpoint SET note = ? WHERE size = " + size(), utf8(stripped));
    assertLine(
        log.exportAndVerify(),
        3,
        "SIGNATURE MISSING ml-dsa-44 required by policy file=checkpoint(s/[0-9]+)?");
  }

  @Test
  void anotherVaultsKeys_areUnknown(TestDatabase database) {
    Path bundle = log.export();
    StoredLog other = StoredLog.make(database, makeFolder("other"), 1, 1);
    assertLine(
        other.verify(bundle),
        2,
        "UNKNOWN KEY vault\\.patientvault\\.org/\\S+\\+[0-9a-f]{8} file=checkpoint");
  }

  @Test
  void everyFileOfTheBundleMissing_isNeverVerified() throws IOException {
    Path bundle = log.export();
    for (Path file : filesOf(bundle)) {
      String name = bundle.relativize(file).toString();
      byte[] content = Files.readAllBytes(file);
      Files.delete(file);
      Report report = log.verify(bundle);
      if (!name.startsWith("checkpoints/")) {
        assertThat(report.lines()).contains("CANNOT TELL " + name + " not in bundle");
        assertThat(report.exitCode().code()).as(name).isEqualTo(2);
      }
      Files.write(file, content);
    }
  }

  @Test
  void payloadRowDeleted_cannotTell() {
    log.sql("DELETE FROM log_payload WHERE sha256 = (" + FIRST_PAYLOAD + ")");
    assertLine(log.exportAndVerify(), 2, "CANNOT TELL payload/[0-9a-f]{64} not in bundle");
  }

  @Test
  void payloadRowEdited_isChanged() {
    byte[] body = log.blob("SELECT body FROM log_payload ORDER BY sha256 LIMIT 1");
    log.sqlWith(
        "UPDATE log_payload SET body = ? WHERE sha256 = (" + FIRST_PAYLOAD + ")", longer(body));
    assertLine(
        log.exportAndVerify(), 3, "CHANGED file=payload/[0-9a-f]{64} does not hash to its name");
  }

  private static byte[] longer(byte[] text) {
    return Arrays.copyOf(text, text.length + 1);
  }

  @Test
  void bytesOfARealBundle_oneBitFlipped_isNeverVerified() throws IOException {
    Path bundle = log.export();
    Random random = new Random(20_261_125);
    for (Path file : filesOf(bundle)) {
      byte[] content = Files.readAllBytes(file);
      for (int i = 0; i < 40; i++) {
        byte[] changed = content.clone();
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, changed);
        assertThat(log.verify(bundle).exitCode().code()).as("%s, change %d", file, i).isIn(2, 3);
      }
      Files.write(file, content);
    }
    assertThat(log.verify(bundle).exitCode().code()).isZero();
  }

  private static List<Path> filesOf(Path bundle) throws IOException {
    try (Stream<Path> files = Files.walk(bundle)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.endsWith("bundle.json"))
          .sorted()
          .toList();
    }
  }

  private Path makeFolder(String name) {
    return folder.resolve(name).toFile().mkdir() ? folder.resolve(name) : folder;
  }

  private static void admit(Vault vault, String mrn) {
    vault
        .as(Actor.of("dr.lea", "physician"), Purpose.TREAT)
        .admit(new PatientIdentifier("urn:mrn", mrn));
  }

  private AuditorState stateOf(StoredLog any) {
    Path bundle = makeFolder("state").resolve("bundle");
    Vault.exportLog(any.location(), bundle);
    return any.verify(bundle).state(NOW, "test").orElseThrow();
  }

  private String note() {
    return new String(
        log.blob("SELECT note FROM log_checkpoint ORDER BY size DESC LIMIT 1"),
        StandardCharsets.UTF_8);
  }

  private static byte[] withOtherActor(byte[] leaf) {
    String text = new String(leaf, StandardCharsets.US_ASCII);
    String changed = text.replaceFirst("\"a\":\"[^\"]{22}\"", "\"a\":\"AAAAAAAAAAAAAAAAAAAAAA\"");
    assertThat(changed).isNotEqualTo(text);
    return changed.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] leafHash(byte[] leaf) {
    return new org.patientvault.audit.MerkleHash().leaf(leaf);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void assertLine(Report report, int code, String pattern) {
    assertThat(report.lines().get(0)).matches(pattern);
    assertThat(report.exitCode().code()).isEqualTo(code);
  }
}

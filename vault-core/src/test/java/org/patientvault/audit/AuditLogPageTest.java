package org.patientvault.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.Vault;
import org.patientvault.model.Actor;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.Purpose;
import org.patientvault.model.VaultException;
import org.patientvault.stores.QuickPassphrase;

/** The page says what the product does: a reader made from it alone agrees with the verifier. */
@Tag("once")
class AuditLogPageTest {
  private static final long SEED = 20_261_125;

  private final AuditLogPage page = AuditLogPage.read();

  @TempDir private Path folder;

  @Test
  void theExample_isAnEntryOfTheLengthItSays() throws IOException {
    String text = Files.readString(Path.of("..", "docs", "formats", "audit-log.md"));
    String leaf = new String(Samples.read(2).encode(), StandardCharsets.US_ASCII);
    String example =
        text.substring(text.indexOf("{\"v\":1"), text.indexOf("```\n\nThe checkpoint"));
    assertThat(example.replace("\n", "")).isEqualTo(leaf);
    assertThat(text).contains("The second entry of a log, " + leaf.length() + " bytes");
  }

  @Test
  void eventsAndPurposes_areTheProducts() {
    assertThat(page.events()).hasSize(EventCode.values().length);
    assertThat(page.purposes())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(org.patientvault.model.Purpose.values()).map(Enum::name).toList());
  }

  /** Each event with random keys, and now and then a broken byte: both readers say the same. */
  @Test
  void entriesGoodAndBad_areJudgedAlike() {
    Random random = new Random(SEED);
    int good = 0;
    int bad = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] leaf = RandomEntry.leaf(random);
      boolean accepted = accepts(leaf);
      assertThat(accepted)
          .as("seed %d, leaf %d: %s", SEED, i, new String(leaf, StandardCharsets.ISO_8859_1))
          .isEqualTo(isAcceptedByProduct(leaf));
      good += accepted ? 1 : 0;
      bad += accepted ? 0 : 1;
    }
    assertThat(good).isGreaterThan(1000);
    assertThat(bad).isGreaterThan(1000);
  }

  private boolean accepts(byte[] leaf) {
    try {
      page.entry(leaf);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static boolean isAcceptedByProduct(byte[] leaf) {
    try {
      Entry.parse(leaf);
      return true;
    } catch (VaultException.InvalidInput e) {
      return false;
    }
  }

  @Test
  void aBundleOfThreeTiles_isReadAlike() throws GeneralSecurityException, IOException {
    TestLog log = TestLog.ofSize(700, 1, 256, 300, 700).writeTo(folder);
    assertAgreed(folder, log.policy().text());
  }

  @Test
  void aRealVaultsBundle_isReadAlike() throws GeneralSecurityException, IOException {
    Path bundle = folder.resolve("bundle");
    assertAgreed(bundle, realBundle(bundle));
  }

  private byte[] realBundle(Path bundle) {
    try (Vault vault =
        Vault.create(folder.resolve("a.vault"), QuickPassphrase.of("correct horse"::toCharArray))) {
      vault
          .as(Actor.of("dr.lea", "physician"), Purpose.TREAT)
          .admit(new PatientIdentifier("urn:mrn", "1"));
      var trail = vault.auditTrail(Actor.of("auditor", "auditor"));
      trail.export(bundle);
      return trail.trustPolicy().getBytes(StandardCharsets.UTF_8);
    }
  }

  private static void assertAgreed(Path bundle, byte[] policy)
      throws GeneralSecurityException, IOException {
    CheckpointPage.Head head = BundlePage.read(bundle, policy);
    Report report = BundleVerifier.verify(bundle, TrustPolicy.parse(policy), Optional.empty());
    AuditorState.MerkleTreeState tree = report.tree().orElseThrow();
    assertThat(report.exitCode()).isEqualTo(ExitCode.VERIFIED);
    assertThat(head.origin()).isEqualTo(tree.origin());
    assertThat(head.size()).isEqualTo(tree.size());
    assertThat(Bytes.of(head.root())).isEqualTo(tree.root());
  }

  @Test
  void aFlippedBitAnywhere_isFoundByBoth() throws IOException {
    TestLog log = TestLog.ofSize(300, 100).writeTo(folder);
    Random random = new Random(SEED);
    for (Path file : files()) {
      byte[] honest = Files.readAllBytes(file);
      for (int i = 0; i < 20; i++) {
        byte[] changed = honest.clone();
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, changed);
        assertThat(isReadByPage(log.policy().text())).as("%s, %d", file, i).isFalse();
        assertThat(log.verify(folder).exitCode()).isNotEqualTo(ExitCode.VERIFIED);
      }
      Files.write(file, honest);
    }
    assertThat(isReadByPage(log.policy().text())).isTrue();
  }

  private boolean isReadByPage(byte[] policy) throws IOException {
    try {
      BundlePage.read(folder, policy);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private List<Path> files() throws IOException {
    List<Path> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(Files::isRegularFile)
          .filter(f -> !f.endsWith("bundle.json"))
          .sorted()
          .forEach(all::add);
    }
    return all;
  }
}

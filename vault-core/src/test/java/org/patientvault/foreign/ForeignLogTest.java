package org.patientvault.foreign;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.patientvault.Vault;
import org.patientvault.audit.BundleVerifier;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.Report;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.model.Actor;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.Purpose;
import org.patientvault.stores.QuickPassphrase;

/** Somebody else's log is verified by us, ours by somebody else, and attacked copies by neither. */
@Tag("once")
class ForeignLogTest {
  private static final long SEED = 7;
  private static final int ATTACKS_ON_A_FILE = 12;

  @TempDir private Path folder;

  @Test
  void otherSoftware_usesNothingOfTheProduct() {
    classes()
        .that(not(simpleNameEndingWith("Test")))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "org.patientvault.foreign", "java..", "org.bouncycastle..", "org.jspecify..")
        .check(new ClassFileImporter().importPackages("org.patientvault.foreign"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 255, 256, 257, 511, 513, 65_535, 65_536, 65_537})
  void aLogOfOtherSoftware_isVerified(int size) throws Exception {
    ForeignLog log = ForeignLog.ofSize(size);
    log.write(folder, size / 2, size);
    Report report = ours(log.policy());
    assertThat(report.lines().get(0))
        .startsWith("VERIFIED origin=logs.example.net/other-software/2026 ")
        .contains(" signatures=2/2 witnesses=1/1 ");
    assertThat(report.tree().orElseThrow().root()).isEqualTo(Bytes.of(log.root()));
    assertThat(theirs(log.policy())).isTrue();
  }

  @Test
  void aVaultsLog_isVerifiedByOtherSoftware() throws Exception {
    byte[] policy = ourLog();
    ForeignHead head = ForeignReader.read(folder.resolve("bundle"), policy);
    Report report =
        BundleVerifier.verify(
            folder.resolve("bundle"), TrustPolicy.parse(policy), Optional.empty());
    assertThat(report.exitCode()).isEqualTo(ExitCode.VERIFIED);
    assertThat(head.origin()).isEqualTo(report.tree().orElseThrow().origin());
    assertThat(head.size()).isEqualTo(report.tree().orElseThrow().size()).isGreaterThan(2);
    assertThat(Bytes.of(head.root())).isEqualTo(report.tree().orElseThrow().root());
  }

  @Test
  void attackedCopiesOfAVaultsLog_areJudgedAlike() throws Exception {
    byte[] policy = ourLog();
    attack(folder.resolve("bundle"), policy);
  }

  @Test
  void attackedCopiesOfAnotherLog_areJudgedAlike() throws Exception {
    ForeignLog log = ForeignLog.ofSize(515);
    log.write(folder, 3, 256, 515);
    attack(folder, log.policy());
  }

  private byte[] ourLog() {
    try (Vault vault =
        Vault.create(folder.resolve("a.vault"), QuickPassphrase.of("correct horse"::toCharArray))) {
      for (int i = 0; i < 5; i++) {
        vault
            .as(Actor.of("dr.lea", "physician"), Purpose.TREAT)
            .admit(new PatientIdentifier("urn:mrn", String.valueOf(i)));
      }
      var trail = vault.auditTrail(Actor.of("auditor", "auditor"));
      trail.export(folder.resolve("bundle"));
      return trail.trustPolicy().getBytes(StandardCharsets.UTF_8);
    }
  }

  private Report ours(byte[] policy) {
    return BundleVerifier.verify(folder, TrustPolicy.parse(policy), Optional.empty());
  }

  private boolean theirs(byte[] policy) throws IOException, GeneralSecurityException {
    return theirs(folder, policy);
  }

  private static boolean theirs(Path bundle, byte[] policy)
      throws IOException, GeneralSecurityException {
    try {
      ForeignReader.read(bundle, policy);
      return true;
    } catch (ForeignRefusal e) {
      return false;
    }
  }

  /** Changes one file at a time; both readers say good or both say bad. */
  private static void attack(Path bundle, byte[] policy)
      throws IOException, GeneralSecurityException {
    Random random = new Random(SEED);
    int bad = 0;
    for (Path file : files(bundle)) {
      byte[] honest = Files.readAllBytes(file);
      for (int i = 0; i < ATTACKS_ON_A_FILE; i++) {
        Optional<byte[]> attacked = attacked(honest, i, random);
        Files.delete(file);
        if (attacked.isPresent()) {
          Files.write(file, attacked.get());
        }
        Report report = BundleVerifier.verify(bundle, TrustPolicy.parse(policy), Optional.empty());
        boolean good = report.exitCode() == ExitCode.VERIFIED;
        assertThat(theirs(bundle, policy))
            .as("seed %d, attack %d on %s: we say %s", SEED, i, file, report.lines())
            .isEqualTo(good);
        bad += good ? 0 : 1;
        Files.write(file, honest);
      }
    }
    assertThat(bad).isGreaterThan(30);
    assertThat(theirs(bundle, policy)).isTrue();
  }

  /** Empty for a file that is taken away. */
  private static Optional<byte[]> attacked(byte[] honest, int how, Random random) {
    byte[] changed = honest.clone();
    int place = random.nextInt(honest.length);
    return switch (how) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(new byte[0]);
      case 2 -> Optional.of(Arrays.copyOf(honest, place));
      case 3 -> Optional.of(Arrays.copyOf(honest, honest.length + 1));
      case 4 -> Optional.of(Arrays.copyOfRange(honest, Math.min(32, place), honest.length));
      default -> {
        changed[place] ^= (byte) (1 << random.nextInt(8));
        yield Optional.of(changed);
      }
    };
  }

  private static List<Path> files(Path bundle) throws IOException {
    try (Stream<Path> all = Files.walk(bundle)) {
      List<Path> files = new ArrayList<>(all.filter(Files::isRegularFile).sorted().toList());
      files.removeIf(file -> file.endsWith("bundle.json"));
      return files;
    }
  }
}

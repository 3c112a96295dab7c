package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.patientvault.audit.DetailVerdict;
import org.patientvault.audit.ErasureGround;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.Incident;
import org.patientvault.audit.IndexRange;
import org.patientvault.audit.PreviousLog;
import org.patientvault.audit.SignatureType;
import org.patientvault.audit.Tampering;
import org.patientvault.audit.TimeVerdict;
import org.patientvault.audit.Verdict;
import org.patientvault.audit.VerifiedFacts;
import org.patientvault.audit.VerifierKey;
import org.patientvault.model.Bytes;
import org.patientvault.verify.VerdictHint;

/** docs/auditing.md explains every verdict, and the command has a hint for every bad one. */
class AuditingPageTest {
  private static final Bytes HASH = Bytes.of(new byte[32]);
  private static final Bytes ML_DSA_KEY = Bytes.of(new byte[1_312]);
  private static final IndexRange RANGE = new IndexRange(1, 2);

  static Stream<Verdict> verdicts() {
    VerifiedFacts facts =
        new VerifiedFacts(
            "log",
            1,
            HASH,
            Optional.empty(),
            Optional.empty(),
            new VerifiedFacts.Share(1, 2),
            new VerifiedFacts.Share(0, 0),
            0,
            0);
    return Stream.of(
        new Verdict.Verified(facts, true),
        new Verdict.Verified(facts, false),
        new Verdict.SignatureMissing("ed25519", "checkpoint", true),
        new Verdict.UnknownKey("key", "checkpoint"),
        new Verdict.CannotTell("checkpoint", "not in bundle"),
        new Verdict.Refused("file", "why"),
        new Verdict.WitnessShort(0, 1, "w"),
        new Verdict.NoOutsideHead(0, "", 1, Optional.empty(), Optional.empty()),
        new Verdict.NotLookedAt(RANGE),
        new Verdict.IgnoredSignature("key"),
        new Verdict.More("Gap", 1, ExitCode.TAMPERED),
        new Tampering.Edited(1, HASH, HASH, 2, Optional.empty()),
        new Tampering.Changed(RANGE, 2, 0),
        new Tampering.FileChanged("file", "how"),
        new Tampering.Reordered(List.of(1L, 2L)),
        new Tampering.Truncated("checkpoint", 2, 1),
        new Tampering.RolledBack("log", 2, Instant.EPOCH, 1),
        new Tampering.Forked(1, HASH, "signed", HASH, "signed"),
        new Tampering.BadSignature("key", "checkpoint", false),
        new Tampering.Malformed(1, "why"),
        new Tampering.Gap("node", "boot", RANGE, "missing"),
        new Tampering.Lost(RANGE, 3),
        new Tampering.SealMismatch("\"node\",\"b\":\"boot\"", RANGE),
        new Tampering.SealMissing("\"node\",\"b\":\"boot\"", RANGE),
        new Verdict.Silence(Instant.EPOCH, Instant.EPOCH, 1),
        new Verdict.NotReviewed(1, 72),
        new Verdict.OnePerson(1, "POLICY", "why"),
        new Verdict.Unsealed(1),
        new Verdict.Follows(new PreviousLog("log", 1, HASH, HASH), true),
        new Verdict.AfterIncident(
            new Incident("r00000000", "0".repeat(32), HASH, Instant.EPOCH, Optional.empty())),
        new Verdict.LostByIncident("r00000000", "log", RANGE),
        new Verdict.NextKey(
            new VerifierKey("log", SignatureType.ML_DSA_44_COSIGNATURE, ML_DSA_KEY)),
        new Tampering.ChainBroken("log", 1, "how"),
        new Tampering.Backdated(1, Instant.EPOCH, "anchor", 1, Instant.EPOCH),
        new Tampering.BadAnchor("imprint", "anchor/1-1.tsr"),
        new TimeVerdict.WrongClock("node", RANGE, "anchor", Duration.ofHours(1), 1),
        new TimeVerdict.Late(1, Instant.EPOCH),
        new TimeVerdict.UntrustedAuthority("anchor/1-1.tsr", "why"),
        new TimeVerdict.NotChecked(1, Instant.EPOCH),
        new TimeVerdict.Gap(Instant.EPOCH, Instant.EPOCH),
        new TimeVerdict.Delayed(1, Duration.ofHours(1)),
        new DetailVerdict.Changed(1),
        new DetailVerdict.Missing(1),
        new DetailVerdict.MissingBefore(RANGE, 2, 1, 3),
        new DetailVerdict.StillThere(3, 2, 1),
        new DetailVerdict.Erased(RANGE, 2, 3, ErasureGround.EXPIRY),
        new DetailVerdict.Sealed(),
        new Tampering.Row("CHANGED", "record", 1, 1),
        new Tampering.IndexMoved("index", "tag"),
        new Tampering.Setting("POLICY", HASH, HASH, 1));
  }

  @Test
  void everyKind_isAmongTheSamples() {
    Set<Class<?>> there = new HashSet<>();
    for (Class<?> each : Verdict.class.getPermittedSubclasses()) {
      there.addAll(each.isInterface() ? List.of(each.getPermittedSubclasses()) : List.of(each));
    }
    Set<Class<?>> sampled = new HashSet<>();
    verdicts().forEach(verdict -> sampled.add(verdict.getClass()));
    assertThat(sampled).isEqualTo(there);
  }

  @ParameterizedTest
  @MethodSource("verdicts")
  void verdict_standsInATableOfThePage(Verdict verdict) throws IOException {
    assertThat(firstCells()).anyMatch(cell -> cell.contains("`" + verdict.said().name() + "`"));
  }

  private static List<String> firstCells() throws IOException {
    return Files.readAllLines(Path.of("../docs/auditing.md")).stream()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.substring(2, line.indexOf(" |", 2)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("verdicts")
  void verdictOfABundle_hasAHintWhenItIsBad(Verdict verdict) {
    List<String> hints = VerdictHint.of(List.of(verdict, verdict));
    boolean bad = verdict.code() != ExitCode.VERIFIED && !(verdict instanceof Verdict.More);
    assertThat(hints).hasSize(bad && !isAboutRows(verdict) ? 1 : 0);
  }

  /** Found by {@code --records}, which has one hint for all. */
  private static boolean isAboutRows(Verdict verdict) {
    return verdict instanceof Tampering.Row
        || verdict instanceof Tampering.IndexMoved
        || verdict instanceof Tampering.Setting;
  }

  @Test
  void linesOfRecords_standOnThePage() throws IOException {
    String format =
        Files.readString(Path.of("../docs/formats/audit-log.md"), StandardCharsets.UTF_8);
    List<String> words = new ArrayList<>();
    format
        .lines()
        .dropWhile(line -> !line.startsWith("ROW CHANGED"))
        .takeWhile(line -> !line.startsWith("```"))
        .flatMap(line -> Stream.of(line.split(" {4,}")))
        .forEach(line -> words.add(line.replaceAll("(?<=[A-Z]) [^A-Z].*", "")));
    assertThat(words).hasSizeGreaterThan(15);
    for (String each : words) {
      assertThat(firstCells()).as(each).anyMatch(cell -> cell.contains("`" + each + "`"));
    }
  }
}

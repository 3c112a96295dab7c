package org.patientvault.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.anchor.TimeStampRequest;
import org.patientvault.audit.anchor.TsaTrust;
import org.patientvault.model.Bytes;
import org.patientvault.stamps.TestTsa;

/** Verdicts on time stamps, and on times that do not fit to them. */
class AnchorVerdictTest {
  private static final Instant START = Instant.parse("2026-01-15T08:00:00Z");
  private static final Bytes NONCE = Bytes.fromHex("0102030405060708");

  private final TestTsa tsa = new TestTsa();
  private final TsaTrust trust = TsaTrust.parse(tsa.rootPem());
  private final TestLog log = new TestLog();

  @TempDir private Path directory;

  private static Instant minute(long minutes) {
    return START.plus(Duration.ofMinutes(minutes));
  }

  /** Adds one entry a minute, up to this size. */
  private void entries(int size) {
    for (int i = log.leaves.size(); i < size; i++) {
      add(minute(i));
    }
  }

  private void add(Instant time) {
    add("node-1", log.leaves.size() + 1L, time, false);
  }

  private void add(String node, long counter, Instant time, boolean late) {
    EntryStamp stamp = new EntryStamp(time, node, 1, counter);
    EntryBuilder entry = late ? Samples.readBuilder().late() : Samples.readBuilder();
    log.add(log.leaves.isEmpty() ? log.genesis(stamp) : entry.stamped(stamp));
  }

  /** Keeps the checkpoint at the present size as signed at {@code signed}. */
  private byte[] keep(Instant signed) {
    int size = log.leaves.size();
    byte[] note = log.signAt(size, signed);
    log.kept.put((long) size, note);
    return note;
  }

  /** Signs and stamps the present size. */
  private byte[] anchor(Instant signed, Instant stamped) {
    byte[] note = keep(signed);
    return stamp(log.leaves.size(), note, stamped);
  }

  private byte[] stamp(int size, byte[] note, Instant stamped) {
    byte[] token = tsa.answer(new TimeStampRequest(Bytes.of(note), NONCE).encoded(), stamped);
    log.anchors.computeIfAbsent((long) size, s -> new ArrayList<>()).add(token);
    return token;
  }

  private Report verify(TimeDemands demands) {
    log.head = log.signAt(log.leaves.size(), minute(log.leaves.size()));
    log.writeTo(directory);
    return BundleVerifier.verify(
        directory, log.policy(), AuditorInput.of(Optional.empty()).withTimes(demands));
  }

  private Report verify() {
    return verify(TimeDemands.of(trust));
  }

  private static void assertLine(Report report, int code, String line) {
    assertThat(report.lines()).anyMatch(each -> each.matches(line));
    assertThat(report.exitCode().code()).as(report.lines().toString()).isEqualTo(code);
  }

  @Test
  void goodTimeStamps_areCountedAndAreOutsideHeads() {
    entries(300);
    anchor(minute(300), minute(301));
    entries(600);
    anchor(minute(600), minute(601));
    entries(700);
    Report report = verify();
    assertLine(report, 0, "VERIFIED .* anchors=2 erased=0");
    assertThat(report.lines())
        .contains(
            "NO OUTSIDE HEAD: entries 600..699 came after the newest anchor; the end of the log"
                + " cannot be proven; newest witness time=none, newest anchor="
                + minute(601));
  }

  @Test
  void entryThatSaysItIsOlder_isBackdated() {
    entries(300);
    anchor(minute(300), minute(301));
    entries(310);
    add(minute(290));
    entries(600);
    assertLine(
        verify(),
        3,
        "BACKDATED index=310 t=2026-01-15T12:50:00Z but anchor at size 300 says >="
            + " 2026-01-15T13:00:00Z");
  }

  @Test
  void withinTheTolerance_isNotBackdated() {
    entries(300);
    anchor(minute(300), minute(301));
    add(minute(296));
    assertThat(verify(TimeDemands.of(trust)).exitCode()).isEqualTo(ExitCode.VERIFIED);
    assertThat(
            BundleVerifier.verify(
                    directory,
                    log.policy(),
                    AuditorInput.of(Optional.empty())
                        .withTimes(TimeDemands.of(trust).within(Duration.ofMinutes(1))))
                .exitCode())
        .isEqualTo(ExitCode.TAMPERED);
  }

  @Test
  void entryThatCameLateAndSaysSo_isListed() {
    entries(300);
    anchor(minute(300), minute(301));
    add("node-1", 301, minute(10), true);
    assertLine(verify(), 0, "LATE index=300 t=2026-01-15T08:10:00Z");
  }

  @Test
  void clockThatIsAhead_isTheNodesOwn() {
    entries(200);
    for (int i = 0; i < 20; i++) {
      add("node-2", i + 1L, minute(320 + i), false);
    }
    anchor(minute(220), minute(221));
    Report report = verify();
    assertLine(
        report,
        4,
        "CLOCK node=node-2 entries=200\\.\\.219 differ from anchor by PT1H58M at index=219");
    assertThat(report.lines()).noneMatch(line -> line.contains("node=node-1"));
  }

  /** Carried by hand: what was appended between signing and stamping is honest. */
  @Test
  void timeStampThatCameADayLater_provesNothingBackdated() {
    entries(100);
    byte[] note = keep(minute(100));
    entries(1600);
    stamp(100, note, minute(1540));
    Report report = verify();
    assertLine(report, 0, "ANCHOR DELAYED size=100 stamped PT24H after the log signed");
    assertThat(report.lines().get(0)).startsWith("VERIFIED ").contains("anchors=1");
  }

  @Test
  void timeStampOverANoteBeforeWitnessesSigned_isOverTheNote() {
    entries(10);
    byte[] note = keep(minute(10));
    byte[] longer = Arrays.copyOf(note, note.length + line().length);
    System.arraycopy(line(), 0, longer, note.length, line().length);
    log.kept.put(10L, longer);
    stamp(10, note, minute(11));
    entries(12);
    assertLine(verify(), 0, "VERIFIED .* anchors=1 .*");
  }

  private static byte[] line() {
    return "\u2014 w.example.org AAAAAAECAw==\n".getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void timeStampOverSomethingElse_isInvalid() {
    entries(10);
    keep(minute(10));
    stamp(10, Samples.ascii("another note"), minute(11));
    assertLine(verify(), 3, "ANCHOR INVALID imprint file=anchor/10-1\\.tsr");
  }

  @Test
  void fileThatIsNoTimeStamp_isInvalid() {
    entries(10);
    keep(minute(10));
    log.anchors.put(10L, List.of(Samples.ascii("nothing")));
    assertLine(
        verify(),
        3,
        "ANCHOR INVALID malformed: not the answer of an authority file=anchor/10-1\\.tsr");
  }

  @Test
  void certificateExpiredThen_isInvalid() {
    entries(10);
    byte[] note = keep(minute(10));
    stamp(10, note, TestTsa.VALID_UNTIL.plusSeconds(1));
    assertLine(
        verify(), 3, "ANCHOR INVALID certificate not valid at that time file=anchor/10-1\\.tsr");
  }

  @Test
  void authorityThatWasNotNamed_isUntrusted() {
    entries(10);
    anchor(minute(10), minute(11));
    assertLine(
        verify(TimeDemands.of(TsaTrust.parse(new TestTsa().rootPem()))),
        2,
        "ANCHOR UNTRUSTED TSA file=anchor/10-1\\.tsr .*");
  }

  @Test
  void noAuthorityNamed_isSaidAndNoFault() {
    entries(10);
    anchor(minute(10), minute(11));
    assertLine(
        verify(TimeDemands.of(TsaTrust.nobody())),
        0,
        "ANCHOR NOT CHECKED anchors=1 newest-claimed=2026-01-15T08:11:00Z: .*");
    Report demanded =
        BundleVerifier.verify(
            directory,
            log.policy(),
            AuditorInput.of(Optional.empty())
                .withTimes(TimeDemands.of(TsaTrust.nobody()).demanding(Duration.ofDays(1))));
    assertLine(demanded, 2, "CANNOT TELL time stamps without a certificate of an authority");
  }

  @Test
  void rhythmThatWasNotKept_isAGap() {
    entries(100);
    anchor(minute(100), minute(101));
    entries(400);
    anchor(minute(400), minute(401));
    entries(450);
    assertLine(
        verify(TimeDemands.of(trust).demanding(Duration.ofHours(2))),
        4,
        "ANCHOR GAP 2026-01-15T09:41:00Z\\.\\.2026-01-15T14:41:00Z");
    Report content =
        BundleVerifier.verify(
            directory,
            log.policy(),
            AuditorInput.of(Optional.empty())
                .withTimes(TimeDemands.of(trust).demanding(Duration.ofHours(5))));
    assertThat(content.exitCode()).isEqualTo(ExitCode.VERIFIED);
  }

  @Test
  void checkpointOfATimeStampMissing_cannotTell() throws IOException {
    entries(10);
    anchor(minute(10), minute(11));
    entries(12);
    verify();
    Files.delete(directory.resolve("checkpoints/10"));
    assertLine(
        BundleVerifier.verify(
            directory,
            log.policy(),
            AuditorInput.of(Optional.empty()).withTimes(TimeDemands.of(trust))),
        2,
        "CANNOT TELL checkpoints/10 not in bundle");
  }

  @Test
  void timeStampOverMoreThanTheHead_isNotPassedOver() {
    entries(12);
    anchor(minute(12), minute(13));
    log.kept.clear();
    log.head = log.signAt(10, minute(10));
    log.writeTo(directory);
    assertLine(
        BundleVerifier.verify(
            directory,
            log.policy(),
            AuditorInput.of(Optional.empty()).withTimes(TimeDemands.of(trust))),
        2,
        "CANNOT TELL checkpoints/12 not in bundle");
  }

  @Test
  void timeStampThatAnEntryNamesMissing_cannotTell() {
    entries(10);
    byte[] token = anchor(minute(10), minute(11));
    Bytes name = Bytes.of(MerkleHash.sha256().digest(token));
    log.add(
        Entry.of(EventCode.ANCHOR, Outcome.SUCCESS)
            .payload(name)
            .ranges(List.of(new IndexRange(0, 9)))
            .stamped(new EntryStamp(minute(11), "node-1", 1, 11)));
    assertThat(verify().exitCode()).isEqualTo(ExitCode.VERIFIED);
    Path other = directory.resolveSibling(directory.getFileName() + "-cut");
    log.anchors.clear();
    log.writeTo(other);
    assertLine(
        BundleVerifier.verify(
            other,
            log.policy(),
            AuditorInput.of(Optional.empty()).withTimes(TimeDemands.of(trust))),
        2,
        "CANNOT TELL time stamp " + name.hex() + " not in bundle");
  }

  @Test
  void fileBesideTimeStamps_isRefused() throws IOException {
    entries(10);
    anchor(minute(10), minute(11));
    verify();
    for (String name : List.of("10.tsr", "10-0.tsr", "010-1.tsr", "10-100.tsr", "10-1.crl")) {
      Path file = directory.resolve("anchor").resolve(name);
      Files.write(file, new byte[] {1});
      Report report =
          BundleVerifier.verify(
              directory,
              log.policy(),
              AuditorInput.of(Optional.empty()).withTimes(TimeDemands.of(trust)));
      assertThat(report.lines()).as(name).anyMatch(line -> line.startsWith("REFUSED file=anchor/"));
      Files.delete(file);
    }
  }

  @Test
  void severalTimeStampsOfOneSize_allCount() {
    entries(10);
    byte[] note = keep(minute(10));
    stamp(10, note, minute(11));
    stamp(10, note, minute(12));
    assertLine(verify(), 0, "VERIFIED .* anchors=2 .*");
  }

  /** The same lines, whoever computes them; the tiles of a long log are checked side by side. */
  @Test
  void oneThreadOrMany_sayTheSame() {
    entries(700);
    anchor(minute(700), minute(701));
    entries(900);
    add(minute(1));
    add("node-2", 1, minute(5000), false);
    entries(1400);
    anchor(minute(1400), minute(1401));
    List<String> many = verify().lines();
    assertThat(many).anyMatch(line -> line.startsWith("BACKDATED index=900 "));
    assertThat(many).anyMatch(line -> line.startsWith("CLOCK node=node-2 entries=901..1399 "));
    assertThat(
            BundleVerifier.verify(
                    directory,
                    log.policy(),
                    AuditorInput.of(Optional.empty()).withTimes(TimeDemands.of(trust)),
                    1)
                .lines())
        .isEqualTo(many);
  }
}

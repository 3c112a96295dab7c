package org.patientvault.audit.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.LogProof;
import org.patientvault.audit.PageLog;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/** What the writer does not let into a page, and what it leaves behind. */
class ReportPageRefusalTest {
  private static final PageLog LOG = new PageLog(20);
  private static final AuditReport REPORT = SampleReports.wholeReport(LOG, "en");

  private static void write(ReportProof proof) throws IOException {
    ReportPage.write(OutputStream.nullOutputStream(), REPORT, proof);
  }

  @Test
  void leavesOfAnotherLog_areRefused() {
    ReportProof other =
        new ReportProof.Whole(LOG.note(), LOG.policy(), new PageLog(19).whole().leaves());
    assertThatThrownBy(() -> write(other))
        .isInstanceOf(VaultException.Tampered.class)
        .hasMessageContaining("19 entries");
  }

  @Test
  void noteOfOtherKeys_isRefused() {
    Bytes root = LOG.policy().open(LOG.note().toArray()).root();
    ReportProof forged =
        new ReportProof.Whole(LOG.forgedNote(root), LOG.policy(), LOG.whole().leaves());
    assertThatThrownBy(() -> write(forged)).isInstanceOf(VaultException.KeyUnavailable.class);
  }

  @Test
  void entriesThatDoNotRise_orLackTheirLeaf_areRefused() {
    List<LogProof> proofs = LOG.extract(3, 8).entries();
    LogProof bare = new LogProof(3, Optional.empty(), proofs.get(0).hashes(), LOG.note());
    for (List<LogProof> unfit :
        List.of(
            List.of(proofs.get(1), proofs.get(0)),
            List.of(proofs.get(0), proofs.get(0)),
            List.of(bare))) {
      assertThatThrownBy(() -> write(extract(unfit)))
          .isInstanceOf(VaultException.InvalidInput.class);
    }
  }

  @Test
  void entryWithTheProofOfAnother_isRefused() {
    List<LogProof> proofs = LOG.extract(3, 8).entries();
    LogProof mixed = new LogProof(3, proofs.get(0).leaf(), proofs.get(1).hashes(), LOG.note());
    assertThatThrownBy(() -> write(extract(List.of(mixed))))
        .isInstanceOf(VaultException.Tampered.class)
        .hasMessageContaining("at 3");
  }

  private static ReportProof extract(List<LogProof> entries) {
    TrustPolicy policy = LOG.policy();
    return new ReportProof.Extract(LOG.note(), policy, entries);
  }

  @Test
  void otherLanguage_isRefused() {
    AuditReport german =
        new AuditReport("patient", "de", "Titel", List.of("Satz."), List.of(), List.of());
    assertThatThrownBy(() -> ReportPage.write(OutputStream.nullOutputStream(), german, LOG.whole()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("de");
  }

  @Test
  void digest_isThatOfTheFile() throws IOException, NoSuchAlgorithmException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    Bytes digest = ReportPage.write(file, REPORT, LOG.whole());
    assertThat(digest)
        .isEqualTo(Bytes.of(MessageDigest.getInstance("SHA-256").digest(file.toByteArray())));
  }

  @Test
  void bothLanguages_sayTheSameThings_withTheSamePlaces() {
    var english = PageWords.of("en").all();
    var french = PageWords.of("fr").all();
    assertThat(french.keySet()).isEqualTo(english.keySet());
    english.forEach(
        (key, text) -> {
          assertThat(places(french.get(key))).as(key).isEqualTo(places(text));
          assertThat(french.get(key).contains("|")).as(key).isEqualTo(text.contains("|"));
        });
  }

  private static Set<String> places(String text) {
    return Pattern.compile("\\{\\d}")
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toSet());
  }

  /** Otherwise a row could say one event for another. */
  @Test
  void everyEvent_hasAWordOfItsOwn() {
    for (String language : List.of("en", "fr")) {
      assertThat(EventCode.values())
          .extracting(event -> PageWords.of(language).all().get("event." + event))
          .doesNotContainNull()
          .doesNotHaveDuplicates();
    }
  }
}

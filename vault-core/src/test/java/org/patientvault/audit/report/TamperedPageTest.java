package org.patientvault.audit.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.patientvault.audit.PageLog;
import org.patientvault.model.Bytes;

/** Pages that somebody changed, with every digest written anew where it is not said otherwise. */
class TamperedPageTest extends BrowserTest {
  private static final PageLog LOG = new PageLog(100);
  private static final String WHOLE =
      PageInBrowser.written(SampleReports.wholeReport(LOG, "en"), LOG.whole());
  private static final long[] SOME = {5, 17, 18, 77};
  private static final String EXTRACT =
      PageInBrowser.written(SampleReports.of(LOG, "en", LongStream.of(SOME)), LOG.extract(SOME));

  private static PageSurgery whole() {
    return new PageSurgery(WHOLE);
  }

  private static PageSurgery extract() {
    return new PageSurgery(EXTRACT);
  }

  /** The page is red, and says why. */
  private void assertFails(PageSurgery forged, String... why) {
    try (PageInBrowser page = open(forged.page())) {
      assertThat(page.state()).as(page.steps()).isEqualTo("failed");
      assertThat(page.verdict()).isEqualTo("NOT verified");
      assertThat(page.steps() + page.text("#reason")).contains(why);
      assertThat(page.tab().exceptions()).isEmpty();
    }
  }

  private static UnaryOperator<String> swap(String one, String other) {
    return text -> text.replaceFirst(one, other);
  }

  private static String time(int index) {
    return new String(LOG.leaf(index), StandardCharsets.US_ASCII).substring(12, 36);
  }

  @Test
  void changedLeaf_isNamedWithinSixteen() {
    PageSurgery forged =
        whole()
            .leaves(
                leaves -> {
                  String leaf = new String(leaves.get(37), StandardCharsets.US_ASCII);
                  String other = leaf.replaceFirst("\"a\":\"...", "\"a\":\"AAA");
                  leaves.set(37, other.getBytes(StandardCharsets.US_ASCII));
                  return leaves;
                });
    assertFails(
        forged,
        "bad: Entries are not those that were signed: something was changed between entries 32 and"
            + " 47",
        "bad: 16 rows do not agree with the log: row 33 of “Accesses”: entry 32 is not proven");
  }

  @Test
  void changedLeafOfAnExtract_isNamed() {
    PageSurgery forged = extract().packed("entries", TamperedPageTest::withOtherActor);
    assertFails(forged, "bad: Entries are not those that were signed: entry 5 does not stand");
  }

  private static byte[] withOtherActor(byte[] block) {
    String octets = new String(block, StandardCharsets.ISO_8859_1);
    return octets.replaceFirst("\"a\":\"...", "\"a\":\"AAA").getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void changedHashOfAProof_isFound() {
    PageSurgery forged =
        extract()
            .packed(
                "entries",
                block -> {
                  block[block.length - 1] ^= 1;
                  return block;
                });
    assertFails(forged, "entry 77 does not stand in the log as shown");
  }

  @Test
  void twoLeavesInEachOthersPlace_areFound() {
    PageSurgery forged =
        whole()
            .leaves(
                leaves -> {
                  Collections.swap(leaves, 3, 90);
                  return leaves;
                });
    assertFails(forged, "between entries 0 and 15", "between entries 80 and 95");
  }

  @Test
  void droppedEntry_isFound_whereItWas() {
    PageSurgery forged =
        whole()
            .leaves(
                leaves -> {
                  leaves.remove(50);
                  return leaves;
                });
    assertFails(
        forged, "the page holds 99, the log has 100", "from entry 48 on, entries were changed");
  }

  @Test
  void droppedLastEntry_isFound() {
    PageSurgery forged = whole().leaves(leaves -> leaves.subList(0, 99));
    assertFails(forged, "the page holds 99, the log has 100", "from entry 96 on");
  }

  @Test
  void droppedEntryOfAnExtract_isMissedByItsRow() {
    PageSurgery other =
        new PageSurgery(
            PageInBrowser.written(
                SampleReports.of(LOG, "en", LongStream.of(SOME)), LOG.extract(5, 17, 77)));
    assertFails(other, "row 3 of “Accesses”: entry 18 is not on this page");
  }

  @Test
  void droppedRowOfAnExtract_isMissed() {
    PageSurgery forged = extract().report(text -> text.replaceFirst("\\[\"17\"[^]]*],", ""));
    assertFails(forged, "bad: Entry 17 is proven but no row shows it: a row was taken out");
  }

  @Test
  void droppedRow_changesTheDigest() {
    String digest = digestOfReport(WHOLE);
    PageSurgery forged =
        whole()
            .report(text -> text.replaceFirst("\\[\"17\"[^]]*],", ""))
            .text(text -> text.replace(digestOfReport(text), digest));
    assertFails(forged, "bad: The page’s data were changed", "the report is not what was written");
  }

  private static String digestOfReport(String page) {
    int at = page.lastIndexOf("\"report\":\"") + 10;
    return page.substring(at, at + 64);
  }

  @Test
  void changedTimeInARow_isFound() {
    PageSurgery forged = whole().report(swap(time(41), "2026-01-05T09:00:00.000Z"));
    assertFails(
        forged,
        "bad: One row does not agree with the log: row 42 of “Accesses”: the row says"
            + " 2026-01-05T09:00:00.000Z, the log "
            + time(41));
  }

  @Test
  void changedEventInARow_isFoundAndMarked() {
    PageSurgery forged =
        whole().report(swap("\"7\",\"([^\"]*)\",\"DENY\"", "\"7\",\"$1\",\"READ\""));
    assertFails(forged, "row 8 of “Accesses”: the row says “READ”, the log DENY");
    try (PageInBrowser page = open(forged.page())) {
      assertThat(page.state()).isEqualTo("failed");
      assertThat(page.count("tr.bad")).isEqualTo(1);
      assertThat(page.text("tr.why td")).isEqualTo("The row says “READ”, the log DENY");
    }
  }

  @Test
  void changedNameInARow_showsByTheDigestAlone() {
    String digest = digestOfReport(WHOLE);
    PageSurgery forged =
        whole()
            .report(swap("Karim Haddad", "Somebody Else"))
            .text(text -> text.replace(digestOfReport(text), digest));
    assertFails(forged, "the report is not what was written");
  }

  @Test
  void rowThatNamesAnotherEntry_isFound() {
    assertFails(
        whole().report(swap("\\[\"17\",", "[\"16\",")), "row 18 of “Accesses”: the row says");
    assertFails(whole().report(swap("\\[\"17\",", "[\"017\",")), "“017” is no entry number");
    assertFails(whole().report(swap("\\[\"17\",", "[\"170\",")), "entry 170 is not on this page");
  }

  @Test
  void rowWhoseEntryIsTakenAway_isShownAsNotProven() {
    PageSurgery forged = whole().report(swap("\\[\"17\",", "[\"\","));
    try (PageInBrowser page = open(forged.page())) {
      assertThat(page.state()).as(page.steps()).isEqualTo("verified");
      assertThat(page.steps()).contains("open: One row leaves its entry number empty");
      assertThat(page.text("section.table tbody tr:nth-child(18) td")).isEqualTo("not proven");
    }
    PageSurgery ofExtract = extract().report(swap("\\[\"17\",", "[\"\","));
    assertFails(ofExtract, "Entry 17 is proven but no row shows it");
  }

  @Test
  void addedRow_isFound() {
    PageSurgery forged =
        whole()
            .report(
                swap(
                    "\"rows\":\\[", "\"rows\":[[\"100\",\"" + time(3) + "\",\"READ\",\"\",\"\"],"));
    assertFails(forged, "row 1 of “Accesses”: entry 100 is not on this page");
  }

  @Test
  void changedRoot_failsTheSignatureAndTheEntries() {
    PageSurgery forged = whole().plain("proof", TamperedPageTest::withOtherRoot);
    assertFails(forged, "bad: The log’s signature is not valid", "bad: Entries are not those");
  }

  private static String withOtherRoot(String proof) {
    int at = proof.indexOf("\\n100\\n") + 7;
    return proof.substring(0, at) + "AAA" + proof.substring(at + 3);
  }

  @Test
  void changedSize_failsTheSignature() {
    PageSurgery forged = whole().plain("proof", proof -> proof.replace("\\n100\\n", "\\n99\\n"));
    assertFails(forged, "the signature of " + PageLog.ORIGIN + " is wrong", "the log has 99");
  }

  @Test
  void changedSignature_isFound() {
    PageSurgery forged =
        whole()
            .plain(
                "proof",
                proof -> {
                  int at = proof.indexOf("\u2014 ") + PageLog.ORIGIN.length() + 30;
                  char other = proof.charAt(at) == 'A' ? 'B' : 'A';
                  return proof.substring(0, at) + other + proof.substring(at + 1);
                });
    assertFails(forged, "the signature of " + PageLog.ORIGIN + " is wrong");
  }

  @Test
  void otherKey_isFound() {
    PageSurgery forged =
        whole()
            .plain(
                "proof",
                proof -> {
                  int at = proof.indexOf("log " + PageLog.ORIGIN) + PageLog.ORIGIN.length() + 20;
                  char other = proof.charAt(at) == 'A' ? 'B' : 'A';
                  return proof.substring(0, at) + other + proof.substring(at + 1);
                });
    assertFails(forged, "does not have the id that it claims");
  }

  @Test
  void strippedSecondSignature_isFound() {
    PageSurgery forged =
        whole()
            .plain(
                "proof",
                proof -> {
                  int last = proof.lastIndexOf("\u2014 ");
                  return proof.substring(0, last) + proof.substring(proof.indexOf("\",\"policy\""));
                });
    assertFails(forged, "the ML-DSA-44 signature that the trust policy names is missing");
  }

  @Test
  void logThatIsConsistentlyForged_failsForItsSignatureAlone() {
    String note = new String(LOG.forgedNote(rootOf(LOG)).toArray(), StandardCharsets.UTF_8);
    PageSurgery forged =
        whole()
            .plain(
                "proof",
                proof -> {
                  int from = proof.indexOf("\"note\":\"") + 8;
                  return proof.substring(0, from)
                      + note.replace("\n", "\\n")
                      + proof.substring(proof.indexOf("\",\"policy\""));
                });
    assertFails(forged, "ok: 100 entries recomputed", "bad: The log’s signature is not valid");
  }

  private static Bytes rootOf(PageLog log) {
    return log.policy().open(log.note().toArray()).root();
  }

  @Test
  void pageCutShort_isNotVerified() {
    PageSurgery forged =
        whole().text(text -> text.replaceFirst("<script[^>]*data-block=\"end\".*", ""));
    assertFails(
        forged, "bad: The page’s data were changed or cut", "the end of the file is missing");
  }

  @Test
  void damagedBlock_isNotVerified() {
    PageSurgery forged =
        whole()
            .text(
                text ->
                    text.replaceFirst("(data-block=\"entries\">[^<]{400})[^<]{8}", "$1AAAAAAAA"));
    assertFails(forged, "The list of entries is damaged");
  }

  @Test
  void fileCutAnywhere_isNotChecked() {
    int end = WHOLE.lastIndexOf("</script>");
    for (int length = end; length > end / 5; length -= 9_973) {
      try (PageInBrowser page = open(WHOLE.substring(0, length))) {
        assertThat(
                page.tab().value("document.getElementById('check')?.dataset.state ?? ''").asText())
            .isEqualTo("unchecked");
      }
    }
  }
}

package org.patientvault.audit.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.patientvault.audit.PageLog;

/** A second reader of pages, written from docs/formats/report-page.md alone. */
class PageFormatTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final PageLog LOG = new PageLog(37);
  private static final String WHOLE =
      PageInBrowser.written(SampleReports.wholeReport(LOG, "en"), LOG.whole());
  private static final long[] SOME = {0, 9, 36};
  private static final String EXTRACT =
      PageInBrowser.written(SampleReports.of(LOG, "fr", LongStream.of(SOME)), LOG.extract(SOME));

  private static JsonNode plain(String page, String block) throws JsonProcessingException {
    Matcher found =
        Pattern.compile("<script type=\"application/json\" data-block=\"" + block + "\">([^<]*)<")
            .matcher(page);
    assertThat(found.find()).isTrue();
    return JSON.readTree(found.group(1));
  }

  private static byte[] packed(String page, String block) {
    return new PageSurgery(page).content(block);
  }

  private static byte[] sha256(byte[]... parts) {
    MessageDigest digest = PageDigests.sha256();
    List.of(parts).forEach(digest::update);
    return digest.digest();
  }

  /** RFC 6962 section 2.1, as it is written there. */
  private static byte[] root(List<byte[]> leaves) {
    if (leaves.size() == 1) {
      return sha256(new byte[] {0}, leaves.get(0));
    }
    int split = Integer.highestOneBit(leaves.size() - 1);
    return sha256(
        new byte[] {1}, root(leaves.subList(0, split)), root(leaves.subList(split, leaves.size())));
  }

  private static byte[] signedRoot(String page) throws JsonProcessingException {
    String[] lines = plain(page, "proof").get("note").asText().split("\n", -1);
    assertThat(lines[0]).isEqualTo(PageLog.ORIGIN);
    assertThat(lines[1]).isEqualTo("37");
    return Base64.getDecoder().decode(lines[2]);
  }

  @Test
  void leavesOfAWholeLog_giveTheSignedRoot_andSubtreesOfSixteen() throws JsonProcessingException {
    List<byte[]> leaves = PageSurgery.leaves(packed(WHOLE, "entries"));
    assertThat(plain(WHOLE, "proof").get("kind").asText()).isEqualTo("whole");
    assertThat(leaves).hasSize(37);
    assertThat(root(leaves)).isEqualTo(signedRoot(WHOLE));
    ByteBuffer subtrees = ByteBuffer.allocate(96);
    subtrees.put(root(leaves.subList(0, 16)));
    subtrees.put(root(leaves.subList(16, 32)));
    subtrees.put(root(leaves.subList(32, 37)));
    assertThat(packed(WHOLE, "subtrees")).isEqualTo(subtrees.array());
  }

  @Test
  void proofsOfAnExtract_leadToTheSignedRoot() throws JsonProcessingException {
    ByteBuffer in = ByteBuffer.wrap(packed(EXTRACT, "entries"));
    for (long index : SOME) {
      assertThat(in.getLong()).isEqualTo(index);
      byte[] leaf = new byte[in.getShort()];
      in.get(leaf);
      assertThat(leaf).isEqualTo(LOG.leaf((int) index));
      assertThat(led(sha256(new byte[] {0}, leaf), index, 36, in.get(), in))
          .isEqualTo(signedRoot(EXTRACT));
    }
    assertThat(in.hasRemaining()).isFalse();
    assertThat(packed(EXTRACT, "subtrees")).isEmpty();
  }

  /** RFC 9162 section 2.1.3.2. */
  private static byte[] led(byte[] leafHash, long index, long lastIndex, int count, ByteBuffer in) {
    byte[] hash = leafHash;
    long place = index;
    long last = lastIndex;
    for (int i = 0; i < count; i++) {
      byte[] sibling = new byte[32];
      in.get(sibling);
      if ((place & 1) == 1 || place == last) {
        hash = sha256(new byte[] {1}, sibling, hash);
        for (; (place & 1) == 0 && place != 0; place >>= 1) {
          last >>= 1;
        }
      } else {
        hash = sha256(new byte[] {1}, hash, sibling);
      }
      place >>= 1;
      last >>= 1;
    }
    assertThat(last).isZero();
    return hash;
  }

  @Test
  void end_namesTheDigestOfEachBlock() throws JsonProcessingException {
    JsonNode end = plain(EXTRACT, "end");
    for (String block : List.of("report", "entries", "subtrees")) {
      assertThat(end.get(block).asText())
          .isEqualTo(HexFormat.of().formatHex(sha256(packed(EXTRACT, block))));
    }
    assertThat(end.size()).isEqualTo(5);
  }

  @Test
  void report_isWholeJson() throws JsonProcessingException {
    String json = new String(packed(EXTRACT, "report"), StandardCharsets.UTF_8);
    JsonNode report = JSON.readTree(json);
    assertThat(report.get("version").asInt()).isEqualTo(1);
    assertThat(report.get("language").asText()).isEqualTo("fr");
    assertThat(report.get("tables").get(0).get("rows")).hasSize(3);
    assertThat(report.get("tables").get(0).get("columns").get(0).get("kind").asText())
        .isEqualTo("ENTRY");
  }

  @Test
  void policy_listsTheKeysOfTheLog() throws JsonProcessingException {
    assertThat(plain(WHOLE, "proof").get("policy").asText())
        .isEqualTo(new String(LOG.policy().text(), StandardCharsets.UTF_8));
  }
}

package org.patientvault.audit.report;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.patientvault.audit.Checkpoint;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * A report as one HTML file for people: opens offline, loads nothing, and checks its own entries in
 * the browser.
 *
 * <p>The page proves the entries that its rows name, with time and event. It does not prove names,
 * reasons, sums and plots, which come from beside the log, nor its own program: who doubts that
 * compares the file's digest or checks the log with {@code patientvault audit verify}. Holds one
 * entry at a time in memory, and two bytes for each that went by. Format:
 * docs/formats/report-page.md.
 */
public final class ReportPage {
  private static final int BUFFER_BYTES = 64 << 10;

  private final AuditReport report;
  private final ReportProof proof;
  private final PageWords words;
  private final PageDigests digests = new PageDigests();

  private ReportPage(AuditReport report, ReportProof proof) {
    this.report = report;
    this.proof = proof;
    this.words = PageWords.of(report.language());
  }

  /**
   * Writes the page and gives its SHA-256, for the maker to hand over by another way. Does not
   * close {@code out}. After an exception what was written is no page: throw it away.
   *
   * @throws IllegalArgumentException when the report's language is neither {@code en} nor {@code
   *     fr}
   * @throws VaultException.Tampered when the proof does not lead to the signed head
   * @throws VaultException.KeyUnavailable when no key of the policy can tell
   * @throws VaultException.InvalidInput when the proof's note is no checkpoint, or entries of an
   *     extract do not rise or lack their leaf
   */
  public static Bytes write(OutputStream out, AuditReport report, ReportProof proof)
      throws IOException {
    MessageDigest sha256 = PageDigests.sha256();
    OutputStream digested = new DigestOutputStream(out, sha256);
    OutputStream buffered = new BufferedOutputStream(digested, BUFFER_BYTES);
    new ReportPage(report, proof).write(buffered);
    buffered.flush();
    return Bytes.of(sha256.digest());
  }

  private void write(OutputStream out) throws IOException {
    Checkpoint head = proof.policy().open(proof.note().toArray());
    String style = PageResources.style();
    String script = PageResources.script();
    Map<String, PageTemplate.Part> parts = new HashMap<>();
    parts.put("language", text(report.language()));
    parts.put("style-hash", text(cspHash(style)));
    parts.put("script-hash", text(cspHash(script)));
    parts.put("style", to -> to.write(bytes(style)));
    parts.put("script", to -> to.write(bytes(script)));
    parts.put("title", text(report.title()));
    parts.put("summary", to -> to.write(bytes(summary())));
    parts.put("words", to -> PageBlock.plain("words", words.json(), to, digests));
    parts.put("proof", to -> PageBlock.plain("proof", PageProof.json(proof), to, digests));
    parts.put("report", to -> PageBlock.packed("report", PageRows.of(report), to, digests));
    PageEntries entries = new PageEntries(head);
    parts.put("entries", to -> PageBlock.packed("entries", entries.of(proof), to, digests));
    parts.put("subtrees", to -> PageBlock.packed("subtrees", entries.subtrees(), to, digests));
    parts.put("end", to -> PageBlock.end(digests, to));
    words.all().forEach((key, word) -> parts.put("word:" + key, text(word)));
    new PageTemplate(PageResources.template()).write(out, parts);
  }

  private String summary() {
    return report.summary().stream()
        .map(sentence -> "<p>" + PageText.escaped(sentence) + "</p>")
        .collect(Collectors.joining("\n"));
  }

  private static String cspHash(String source) {
    return "'sha256-" + PageDigests.base64(PageDigests.sha256().digest(bytes(source))) + "'";
  }

  private static PageTemplate.Part text(String text) {
    return to -> to.write(bytes(PageText.escaped(text)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

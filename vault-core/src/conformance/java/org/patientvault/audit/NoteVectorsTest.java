package org.patientvault.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.patientvault.model.VaultException;

/** The signed notes of golang.org/x/mod/sumdb, good and bad. */
class NoteVectorsTest {
  private static final String FILE = "golang-sumdb/note-vectors.json";

  private final JsonNode file = PublicVectors.read(FILE);

  @Test
  void cases_haveTheWantedOutcome() {
    int passed = 0;
    for (JsonNode each : file.get("cases")) {
      assertThat(outcome(each)).as(each.get("desc").asText()).isEqualTo(each.get("want").asText());
      passed++;
    }
    assertThat(passed).isEqualTo(15);
    PublicVectors.passed(FILE + " cases", passed);
  }

  /** What we make of a note, in the words of the vectors. */
  private static String outcome(JsonNode each) {
    byte[] note = Base64.getDecoder().decode(each.get("note_b64").asText());
    List<VerifierKey> known = new ArrayList<>();
    each.get("known_vkeys").forEach(vkey -> known.add(VerifierKey.parse(vkey.asText())));
    try {
      SignedNote parsed = SignedNote.parse(note);
      NoteSignatures signatures = NoteSignatures.of(parsed, known);
      if (!signatures.bad().isEmpty()) {
        return "invalid signature";
      }
      int linesOfKnown = parsed.lines().size() - signatures.ignored().size();
      boolean repeated = linesOfKnown > signatures.verified().size();
      String verified = repeated ? "ok, one verified" : "ok";
      return signatures.verified().isEmpty() ? "no verifiable signature" : verified;
    } catch (VaultException.InvalidInput e) {
      boolean ambiguous = String.valueOf(e.getMessage()).contains("two known keys share");
      return ambiguous ? "ambiguous key" : "malformed";
    }
  }

  @Test
  void goodKeys_areReadAndSpelledTheSame() {
    for (JsonNode vkey : file.get("vkeys")) {
      assertThat(VerifierKey.parse(vkey.asText()).vkey()).isEqualTo(vkey.asText());
    }
    assertThat(file.get("vkeys")).hasSize(2);
  }

  @Test
  void badKeys_areRefused() {
    List<String> bad = new ArrayList<>();
    file.get("bad_vkeys").forEach(vkey -> bad.add(vkey.asText()));
    for (JsonNode good : file.get("vkeys")) {
      bad.addAll(properSubstrings(good.asText()));
      bad.addAll(incremented(good.asText()));
    }
    for (String vkey : bad) {
      assertThatThrownBy(() -> VerifierKey.parse(vkey))
          .as(vkey)
          .isInstanceOf(VaultException.InvalidInput.class);
    }
    assertThat(bad).hasSize(4485);
    PublicVectors.passed(FILE + " bad keys", bad.size());
  }

  private static List<String> properSubstrings(String text) {
    List<String> parts = new ArrayList<>();
    for (int from = 0; from < text.length(); from++) {
      for (int to = from; to <= text.length(); to++) {
        if (to - from < text.length()) {
          parts.add(text.substring(from, to));
        }
      }
    }
    return parts;
  }

  private static List<String> incremented(String text) {
    List<String> changed = new ArrayList<>();
    for (int i = 0; i < text.length(); i++) {
      byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
      bytes[i]++;
      changed.add(new String(bytes, StandardCharsets.ISO_8859_1));
    }
    return changed;
  }
}

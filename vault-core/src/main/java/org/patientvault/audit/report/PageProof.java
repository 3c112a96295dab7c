package org.patientvault.audit.report;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.patientvault.model.VaultException;

/** What a page's entries are held against: the signed note and the trust policy, as texts. */
final class PageProof {
  private static final int VERSION = 1;

  private PageProof() {}

  static PageTemplate.Part json(ReportProof proof) {
    String kind = proof instanceof ReportProof.Whole ? "whole" : "extract";
    String note = text("checkpoint", proof.note().toArray());
    String policy = text("trust policy", proof.policy().text());
    return out ->
        new PageJson(out)
            .open('{')
            .name("version")
            .number(VERSION)
            .name("kind")
            .text(kind)
            .name("note")
            .text(note)
            .name("policy")
            .text(policy)
            .close('}')
            .flush();
  }

  private static String text(String what, byte[] utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new VaultException.InvalidInput(
          "a page can show a " + what + " in UTF-8 only: take other octets out of it", e);
    }
  }
}

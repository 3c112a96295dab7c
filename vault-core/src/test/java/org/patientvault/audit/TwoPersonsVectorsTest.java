package org.patientvault.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.foreign.ForeignPersons;
import org.patientvault.foreign.ForeignRefusal;
import org.patientvault.model.VaultException;

/**
 * docs/formats/vectors/two-persons.json: lists of administrators, requests and answers, read alike
 * by the product and by a second reader, and their signatures judged alike.
 */
@Tag("once")
class TwoPersonsVectorsTest {
  private JsonNode vectors;

  @BeforeEach
  void theFile() throws IOException {
    vectors =
        VectorsFile.read(
            "two-persons.json", "audit-log.md", TwoPersonsVectorsTest.class, this::make);
  }

  private void make(ObjectNode file) {
    file.put("anna", TestPersons.ANNA.publicKey().vkey());
    file.put("ben", TestPersons.BEN.publicKey().vkey());
    TestPersons.administrators().forEach(file.putArray("administrators")::add);
    VectorsFile.put(file, "refused_administrators", TestPersons.refusedAdministrators());
    ArrayNode requests = file.putArray("requests");
    for (RequestKind kind : RequestKind.values()) {
      SignedRequest asked = TestPersons.asked(kind);
      requests
          .addObject()
          .put("text", VectorsFile.text(asked.text()))
          .put("digest", asked.request().digest().hex());
    }
    VectorsFile.put(file, "refused_requests", TestPersons.refusedRequests());
    VectorsFile.put(file, "forged_requests", TestPersons.forgedRequests());
    ArrayNode answers = file.putArray("answers");
    for (RequestAnswer.Says says : RequestAnswer.Says.values()) {
      RequestAnswer answer = TestPersons.answer(says);
      answers.addObject().put("text", VectorsFile.text(answer.text())).put("by", answer.admin());
    }
    VectorsFile.put(file, "refused_answers", TestPersons.refusedAnswers());
    VectorsFile.put(file, "forged_answers", TestPersons.forgedAnswers());
  }

  private String vkey(String of) {
    return vectors.get(of).textValue();
  }

  private VerifierKey key(String of) {
    return VerifierKey.parse(vkey(of));
  }

  @Test
  void administrators_areReadAlike() throws Exception {
    for (JsonNode each : vectors.get("administrators")) {
      byte[] text = VectorsFile.bytes(each);
      Administrators read = Administrators.parse(text);
      List<String> vkeys = read.all().stream().map(VerifierKey::vkey).toList();
      assertThat(read.text()).isEqualTo(text);
      assertThat(ForeignPersons.administrators(text)).isEqualTo(vkeys);
    }
    assertThat(vectors.get("administrators")).hasSize(4);
  }

  @Test
  void requests_areReadAlike_andSigned() throws Exception {
    for (JsonNode each : vectors.get("requests")) {
      byte[] text = VectorsFile.bytes(each.get("text"));
      SignedRequest read = SignedRequest.parse(text);
      ChangeRequest request = read.request();
      assertThat(read.text()).isEqualTo(text);
      assertThat(read.isSignedBy(key("anna"))).isTrue();
      assertThat(request.digest().hex()).isEqualTo(each.get("digest").textValue());
      assertThat(ForeignPersons.request(text, vkey("anna")))
          .isEqualTo(
              new ForeignPersons.Asked(
                  request.id(),
                  request.kind().text(),
                  request.admin(),
                  request.digest().hex(),
                  request.expires()));
    }
    assertThat(vectors.get("requests")).hasSize(RequestKind.values().length);
  }

  @Test
  void answers_areReadAlike_andSigned() throws Exception {
    ChangeRequest about = TestPersons.request(RequestKind.SLOT_REMOVE);
    for (JsonNode each : vectors.get("answers")) {
      byte[] text = VectorsFile.bytes(each.get("text"));
      RequestAnswer read = RequestAnswer.parse(text);
      String by = each.get("by").textValue();
      assertThat(read.text()).isEqualTo(text);
      assertThat(read.isSignedBy(key(by), about)).isTrue();
      assertThat(ForeignPersons.answer(text, vkey(by)))
          .isEqualTo(new ForeignPersons.Answered(by, read.says().text(), about.digest().hex()));
    }
    assertThat(vectors.get("answers")).hasSize(RequestAnswer.Says.values().length);
  }

  @Test
  void otherTexts_areRefusedByBoth() {
    refusedByBoth("refused_administrators", Administrators::parse, ForeignPersons::administrators);
    refusedByBoth(
        "refused_requests", SignedRequest::parse, text -> ForeignPersons.request(text, ""));
    refusedByBoth("refused_answers", RequestAnswer::parse, text -> ForeignPersons.answer(text, ""));
  }

  private interface Second {
    Object read(byte[] text) throws Exception;
  }

  private void refusedByBoth(String name, Function<byte[], ?> first, Second second) {
    for (JsonNode each : vectors.get(name)) {
      byte[] text = VectorsFile.bytes(each.get("text"));
      assertThatThrownBy(() -> first.apply(text))
          .as(each.get("why").textValue())
          .isInstanceOfAny(VaultException.InvalidInput.class, VaultException.LimitExceeded.class);
      assertThatThrownBy(() -> second.read(text))
          .as(each.get("why").textValue())
          .isInstanceOf(ForeignRefusal.class);
    }
    assertThat(vectors.get(name)).hasSizeGreaterThan(10);
  }

  @Test
  void forgedSignatures_areFoundByBoth() throws Exception {
    for (JsonNode each : vectors.get("forged_requests")) {
      byte[] text = VectorsFile.bytes(each.get("text"));
      assertThat(SignedRequest.parse(text).isSignedBy(key("anna"))).isFalse();
      assertThat(ForeignPersons.request(text, "").admin()).isEqualTo("anna");
      assertThatThrownBy(() -> ForeignPersons.request(text, vkey("anna")))
          .as(each.get("why").textValue())
          .isInstanceOf(ForeignRefusal.class);
    }
    for (JsonNode each : vectors.get("forged_answers")) {
      byte[] text = VectorsFile.bytes(each.get("text"));
      RequestAnswer read = RequestAnswer.parse(text);
      ChangeRequest about = TestPersons.request(RequestKind.SLOT_REMOVE);
      assertThat(read.isSignedBy(key(read.admin()), about)).isFalse();
      assertThat(isGood(text, vkey(read.admin()), about)).isFalse();
    }
    assertThat(vectors.get("forged_requests")).hasSize(4);
    assertThat(vectors.get("forged_answers")).hasSize(3);
  }

  /** What a second reader makes of an answer to {@code about}. */
  private static boolean isGood(byte[] text, String vkey, ChangeRequest about) throws Exception {
    try {
      return ForeignPersons.answer(text, vkey).digest().equals(about.digest().hex());
    } catch (ForeignRefusal e) {
      return false;
    }
  }

  /** A bit of each byte, a byte less: no such text is what was signed. */
  @Test
  void everyChangedByte_isJudgedAlike() throws Exception {
    byte[] request = TestPersons.asked(RequestKind.POLICY_INSTALL).text();
    byte[] answer = TestPersons.answer(RequestAnswer.Says.APPROVE).text();
    ChangeRequest about = TestPersons.request(RequestKind.SLOT_REMOVE);
    for (int i = 0; i < request.length; i++) {
      byte[] changed = changed(request, i);
      assertThat(isSigned(changed)).as("byte " + i).isFalse();
      assertThatThrownBy(() -> ForeignPersons.request(changed, vkey("anna")))
          .isInstanceOf(ForeignRefusal.class);
    }
    for (int i = 0; i < answer.length; i++) {
      byte[] changed = changed(answer, i);
      assertThat(isApproved(changed, about)).as("byte " + i).isFalse();
      assertThat(isGood(changed, vkey("ben"), about)).as("byte " + i).isFalse();
    }
    byte[] shorter = Arrays.copyOf(answer, answer.length - 1);
    assertThat(isApproved(shorter, about) || isGood(shorter, vkey("ben"), about)).isFalse();
  }

  private static byte[] changed(byte[] text, int at) {
    byte[] changed = text.clone();
    changed[at] ^= (byte) (1 << (at % 7));
    return changed;
  }

  private boolean isSigned(byte[] text) {
    try {
      SignedRequest read = SignedRequest.parse(text);
      return read.request().admin().equals("anna") && read.isSignedBy(key("anna"));
    } catch (VaultException.InvalidInput e) {
      return false;
    }
  }

  private boolean isApproved(byte[] text, ChangeRequest about) {
    try {
      RequestAnswer read = RequestAnswer.parse(text);
      return read.admin().equals("ben") && read.isSignedBy(key("ben"), about);
    } catch (VaultException.InvalidInput e) {
      return false;
    }
  }
}

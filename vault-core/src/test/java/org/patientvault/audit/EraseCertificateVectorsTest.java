package org.patientvault.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.patientvault.foreign.ForeignCertificate;
import org.patientvault.foreign.ForeignRefusal;
import org.patientvault.model.VaultException;

/**
 * docs/formats/vectors/erase-certificate.json, and every changed byte of a certificate: judged
 * alike by the product and by a second reader. A signature is random: written anew, the file
 * differs.
 */
class EraseCertificateVectorsTest {
  private static final Path FILE =
      Path.of("..", "docs", "formats", "vectors", "erase-certificate.json");
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonNode vectors;
  private byte[] policy;

  @BeforeEach
  void theFile() throws IOException {
    if ("write".equals(System.getProperty("patientvault.vectors"))) {
      DefaultPrettyPrinter printer =
          new DefaultPrettyPrinter()
              .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"))
              .withObjectIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
      Files.writeString(FILE, JSON.writer(printer).writeValueAsString(made()) + "\n");
    }
    vectors = JSON.readTree(FILE.toFile());
    policy = vectors.get("policy").textValue().getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode made() {
    TestErasure erasure = new TestErasure();
    ObjectNode file = JSON.createObjectNode();
    file.put("page", "docs/formats/erase-certificate.md");
    file.put(
        "made_by",
        "mvn -pl vault-core test -Dtest=EraseCertificateVectorsTest -Dpatientvault.vectors=write");
    file.put("policy", text(erasure.log.policy().text()));
    file.put("certificate", text(erasure.certificate.file()));
    file.put("patient", TestErasure.PATIENT.toString());
    file.put("subject", PatientErasure.subject(TestErasure.PATIENT, TestErasure.SALT).hex());
    TestErasure.texts().forEach(file.putArray("texts")::add);
    TestErasure.refusedTexts().forEach(file.putArray("refused_texts")::add);
    ArrayNode refused = file.putArray("refused");
    erasure
        .refused()
        .forEach((why, bytes) -> refused.addObject().put("why", why).put("file", text(bytes)));
    return file;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private byte[] bytes(String name) {
    return vectors.get(name).textValue().getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void texts_haveOneSpelling() {
    for (JsonNode each : vectors.get("texts")) {
      byte[] text = each.textValue().getBytes(StandardCharsets.UTF_8);
      assertThat(PatientErasure.parse(text).text()).isEqualTo(text);
      assertThat(PatientErasure.claims(text)).isTrue();
    }
    assertThat(vectors.get("texts")).hasSize(TestErasure.texts().size());
  }

  @Test
  void otherTexts_areRefused() {
    for (JsonNode each : vectors.get("refused_texts")) {
      byte[] text = each.textValue().getBytes(StandardCharsets.UTF_8);
      assertThatThrownBy(() -> PatientErasure.parse(text))
          .as(each.textValue())
          .isInstanceOf(VaultException.InvalidInput.class);
    }
    assertThat(vectors.get("refused_texts")).hasSize(TestErasure.refusedTexts().size());
  }

  @Test
  void certificate_isReadAlike() throws Exception {
    byte[] file = bytes("certificate");
    EraseCertificate read = EraseCertificate.parse(file);
    EraseCertificate.Proven proven = read.verify(TrustPolicy.parse(policy));
    ForeignCertificate.Said said = ForeignCertificate.read(file, policy);
    assertThat(read.file()).isEqualTo(file);
    assertThat(said)
        .isEqualTo(
            new ForeignCertificate.Said(
                read.patient().toString(),
                proven.erasure().number(),
                proven.told().counts().revisions(),
                proven.told().at().toString()));
    assertThat(said.patient()).isEqualTo(vectors.get("patient").textValue());
    assertThat(proven.erasure().subject().hex()).isEqualTo(vectors.get("subject").textValue());
  }

  @Test
  void otherFiles_areRefusedByBoth() throws Exception {
    for (JsonNode each : vectors.get("refused")) {
      byte[] file = each.get("file").textValue().getBytes(StandardCharsets.UTF_8);
      assertThat(isProven(file)).as(each.get("why").textValue()).isFalse();
      assertThat(isProvenByTheSecond(file)).as(each.get("why").textValue()).isFalse();
    }
    assertThat(vectors.get("refused")).hasSizeGreaterThan(10);
  }

  /** A bit of each byte, a byte less, a byte more. */
  @Test
  void everyChangedByte_isJudgedAlike() throws Exception {
    byte[] file = bytes("certificate");
    int note = text(file).lastIndexOf("\n\n");
    for (int i = 0; i < file.length; i += i < note ? 1 : 37) {
      byte[] changed = file.clone();
      changed[i] ^= (byte) (1 << (i % 7));
      judge(changed, i);
    }
    for (int length = 0; length < file.length; length += 53) {
      judge(java.util.Arrays.copyOf(file, length), length);
    }
    judge(java.util.Arrays.copyOf(file, file.length + 1), file.length + 1);
  }

  private void judge(byte[] changed, int at) throws Exception {
    assertThat(isProven(changed)).as("byte " + at).isFalse();
    assertThat(isProvenByTheSecond(changed)).as("byte " + at).isFalse();
  }

  private boolean isProven(byte[] file) {
    try {
      TrustPolicy keys = TrustPolicy.parse(policy);
      return keys.isMetBy(EraseCertificate.parse(file).verify(keys).head());
    } catch (VaultException.InvalidInput
        | VaultException.UnsupportedFormat
        | VaultException.Tampered
        | VaultException.LimitExceeded
        | VaultException.KeyUnavailable e) {
      return false;
    }
  }

  private boolean isProvenByTheSecond(byte[] file) throws GeneralSecurityException {
    try {
      return ForeignCertificate.read(file, policy) != null;
    } catch (ForeignRefusal e) {
      return false;
    }
  }
}

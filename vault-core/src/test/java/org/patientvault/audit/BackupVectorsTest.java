package org.patientvault.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.audit.BackupManifest.Contents;
import org.patientvault.audit.BackupManifest.LogFacts;
import org.patientvault.foreign.ForeignManifest;
import org.patientvault.foreign.ForeignRefusal;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * docs/formats/vectors/backup.json: manifests and incidents, read and judged alike by the product
 * and by a second reader. A signature is random: written anew, the file differs.
 */
@Tag("once")
class BackupVectorsTest {
  private JsonNode vectors;
  private byte[] policy;

  @BeforeEach
  void theFile() throws IOException {
    vectors = VectorsFile.read("backup.json", "backup.md", BackupVectorsTest.class, this::make);
    policy = VectorsFile.bytes(vectors.get("policy"));
  }

  private void make(ObjectNode file) {
    TestBackup backup = new TestBackup();
    file.put("policy", VectorsFile.text(backup.log.policy().text()));
    file.put("manifest", VectorsFile.text(backup.manifest.file()));
    VectorsFile.put(file, "refused", backup.refused());
    TestBackup.texts().forEach(file.putArray("texts")::add);
    VectorsFile.put(file, "refused_texts", TestBackup.refusedTexts());
    TestBackup.incidents().forEach(file.putArray("incidents")::add);
    VectorsFile.put(file, "refused_incidents", TestBackup.refusedIncidents());
  }

  static Contents contents(byte[] text) {
    return new BackupManifest(Bytes.wrap(text), new TestBackup().manifest.proof()).contents();
  }

  private static ForeignManifest.Said said(Contents read) {
    return new ForeignManifest.Said(
        read.id(),
        read.vault(),
        read.at(),
        read.until(),
        read.layout(),
        read.file().bytes(),
        read.file().sha256().hex(),
        read.rows(),
        log(read.log()),
        read.erasures());
  }

  private static ForeignManifest.Log log(LogFacts log) {
    return new ForeignManifest.Log(log.origin(), log.size(), log.root().hex());
  }

  @Test
  void texts_areReadAlike() throws Exception {
    for (JsonNode each : vectors.get("texts")) {
      byte[] text = VectorsFile.bytes(each);
      Contents read = contents(text);
      assertThat(read.text()).isEqualTo(text);
      assertThat(ForeignManifest.text(text)).isEqualTo(said(read));
    }
    assertThat(vectors.get("texts")).hasSize(2);
  }

  @Test
  void manifest_isReadAlike_andProven() throws Exception {
    byte[] file = VectorsFile.bytes(vectors.get("manifest"));
    BackupManifest read = BackupManifest.parse(file);
    assertThat(read.file()).isEqualTo(file);
    assertThat(read.verify(TrustPolicy.parse(policy)).origin()).isEqualTo(TestLog.ORIGIN);
    assertThat(ForeignManifest.read(file, policy)).isEqualTo(said(read.contents()));
  }

  @Test
  void incidents_areReadAlike() throws Exception {
    for (JsonNode each : vectors.get("incidents")) {
      byte[] text = VectorsFile.bytes(each);
      List<ForeignManifest.Incident> read =
          Incident.of(text).map(BackupVectorsTest::said).stream().toList();
      assertThat(ForeignManifest.incident(text)).isEqualTo(read);
    }
    assertThat(vectors.get("incidents")).hasSize(3);
  }

  private static ForeignManifest.Incident said(Incident read) {
    return new ForeignManifest.Incident(
        read.id(),
        read.backup(),
        read.manifest().hex(),
        read.taken(),
        read.lost().map(BackupVectorsTest::log).stream().toList());
  }

  @Test
  void otherTexts_areRefusedByBoth() {
    for (JsonNode each : vectors.get("refused_texts")) {
      String why = each.get("why").textValue();
      byte[] text = VectorsFile.bytes(each.get("text"));
      assertThatThrownBy(() -> contents(text))
          .as(why)
          .isInstanceOf(VaultException.InvalidInput.class);
      assertThatThrownBy(() -> ForeignManifest.text(text))
          .as(why)
          .isInstanceOf(ForeignRefusal.class);
    }
    for (JsonNode each : vectors.get("refused_incidents")) {
      String why = each.get("why").textValue();
      byte[] text = VectorsFile.bytes(each.get("text"));
      assertThatThrownBy(() -> Incident.of(text))
          .as(why)
          .isInstanceOf(VaultException.InvalidInput.class);
      assertThatThrownBy(() -> ForeignManifest.incident(text))
          .as(why)
          .isInstanceOf(ForeignRefusal.class);
    }
    assertThat(vectors.get("refused_texts")).hasSizeGreaterThan(20);
    assertThat(vectors.get("refused_incidents")).hasSizeGreaterThan(10);
  }

  @Test
  void otherManifests_areRefusedByBoth() throws Exception {
    for (JsonNode each : vectors.get("refused")) {
      judge(VectorsFile.bytes(each.get("text")), each.get("why").textValue());
    }
    assertThat(vectors.get("refused")).hasSizeGreaterThan(10);
  }

  /** What is no text is still the text that somebody else's log may name. */
  @Test
  void manifestWhoseTextIsNotUtf8_isWrittenAsItWasRead() {
    LogProof proof = new TestBackup().manifest.proof();
    BackupManifest broken = new BackupManifest(Bytes.of(new byte[] {'{', (byte) 0xff, '}'}), proof);
    assertThat(BackupManifest.parse(broken.file())).isEqualTo(broken);
    assertThatThrownBy(broken::contents).isInstanceOf(VaultException.InvalidInput.class);
  }

  /** A bit of each byte, some of the signatures', and what was cut. */
  @Test
  void everyChangedByte_isJudgedAlike() throws Exception {
    byte[] file = VectorsFile.bytes(vectors.get("manifest"));
    int note = VectorsFile.text(file).lastIndexOf("\n\n");
    for (int i = 0; i < file.length; i += i < note ? 1 : 97) {
      byte[] changed = file.clone();
      changed[i] ^= (byte) (1 << (i % 7));
      judge(changed, "byte " + i);
    }
    for (int length = 0; length < file.length; length += 97) {
      judge(Arrays.copyOf(file, length), "length " + length);
    }
  }

  private void judge(byte[] other, String why) throws GeneralSecurityException {
    assertThat(isProven(other)).as(why).isFalse();
    assertThat(isProvenByTheSecond(other)).as(why).isFalse();
  }

  private boolean isProven(byte[] file) {
    try {
      BackupManifest read = BackupManifest.parse(file);
      return read.contents() != null && read.verify(TrustPolicy.parse(policy)) != null;
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
      return ForeignManifest.read(file, policy) != null;
    } catch (ForeignRefusal e) {
      return false;
    }
  }
}

package org.patientvault.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.patientvault.internal.ledger.RowDigests;
import org.patientvault.internal.ledger.RowList;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultId;

/** docs/formats/vectors/storage-schema.json: made by the second writer; the product agrees. */
class StorageVectorsTest {
  private static final byte[] VAULT = Vectors.counting(0x10, 16);
  private static final byte[] PATIENT = Vectors.counting(0x20, 16);
  private static final byte[] ID = Vectors.counting(0x50, 16);
  private static final byte[] COMMITMENT = Vectors.counting(0x60, 32);

  private static final byte[] PATIENT_AND_ID = ByteBuffer.allocate(32).put(PATIENT).put(ID).array();

  private static final List<StoragePage.Target> TARGETS =
      List.of(
          new StoragePage.Target(PATIENT, "Observation", "bp-1"),
          new StoragePage.Target(PATIENT, "A", "12345678901"),
          new StoragePage.Target(PATIENT_AND_ID, "urn:clinic:mrn", "Ä4711"));

  @Test
  void theFile_isWhatTheSecondWriterMakes() throws IOException {
    ObjectNode file = Vectors.object();
    file.put("page", "docs/formats/storage-schema.md");
    file.put(
        "made_by",
        "mvn -pl vault-core test -Dtest=StorageVectorsTest" + " -Dpatientvault.vectors=write");
    ArrayNode targets = Vectors.array();
    for (StoragePage.Target target : TARGETS) {
      ObjectNode each = targets.addObject();
      each.put("reference", Vectors.hex(target.reference()));
      each.put("first", target.first()).put("second", target.second());
      each.put("plaintext", Vectors.hex(StoragePage.writeTarget(target)));
    }
    file.set("targets", targets);
    file.put("vault", Vectors.hex(VAULT)).put("patient", Vectors.hex(PATIENT));
    file.put("identifier_id", Vectors.hex(ID)).put("commitment", Vectors.hex(COMMITMENT));
    file.put("patient_key_version", 7);
    file.put("patient_key_digest", Vectors.hex(keyDigest()));
    file.put("identifier_digest", Vectors.hex(identifierDigest()));
    file.put("both", Vectors.hex(StoragePage.rootOfTwo(keyDigest(), identifierDigest())));
    file.put("row_list", Vectors.hex(StoragePage.rowList(keyDigest(), identifierDigest())));
    Vectors.check("storage-schema.json", file);
  }

  private static byte[] keyDigest() {
    return StoragePage.patientKeyDigest(VAULT, PATIENT, 7, COMMITMENT);
  }

  private static byte[] identifierDigest() {
    return StoragePage.identifierDigest(VAULT, ID, PATIENT);
  }

  @Test
  void theProduct_agrees() {
    VaultId vault = new VaultId(Bytes.wrap(VAULT));
    PatientRef patient = new PatientRef(Bytes.wrap(PATIENT));
    Bytes key = RowDigests.patientKey(vault, patient, 7, Bytes.wrap(COMMITMENT));
    Bytes identifier = RowDigests.patientIndex(vault, Bytes.wrap(ID), patient);
    assertThat(key.toArray()).isEqualTo(keyDigest());
    assertThat(identifier.toArray()).isEqualTo(identifierDigest());
    assertThat(RowDigests.together(List.of(key, identifier)).toArray())
        .isEqualTo(StoragePage.rootOfTwo(keyDigest(), identifierDigest()));
    assertThat(RowList.of(List.of(key, identifier)).body().toArray())
        .isEqualTo(StoragePage.rowList(keyDigest(), identifierDigest()));
    assertThat(RowList.read(Bytes.wrap(StoragePage.rowList(keyDigest(), identifierDigest()))))
        .containsExactly(key, identifier);
  }
}

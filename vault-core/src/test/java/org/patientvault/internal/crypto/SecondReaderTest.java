package org.patientvault.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.patientvault.Session;
import org.patientvault.Vault;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/**
 * From a passphrase and a vault's rows to a record's fields by the format pages alone: JDBC, the
 * JDK's cryptography and Argon2id, and nothing of the product after they are written.
 */
@OnBothStores
class SecondReaderTest {
  private static final String PASSPHRASE = "correct horse battery";
  private static final byte[] NO_SCOPE = {};

  private Connection database;
  private byte[] vault;
  private byte[] root;

  @Test
  void recordOfARealVault_isReadByThePagesAlone(TestDatabase place) throws Exception {
    write(place.location());
    try (Connection opened = place.connect()) {
      database = opened;
      vault = one("SELECT value FROM vault_meta WHERE name = 'vault-id'");
      root = HierarchyPage.keyOf(rootKeyset());
      byte[] patient = findPatient("urn:clinic:mrn", "4711");
      byte[] record = findRecord(patient, "Observation", "bp-1");
      assertThat(fields(patient, record, List.of("administrative", "clinical")))
          .containsExactly(Map.entry("status", "final"), Map.entry("valueString", "120/80"));
    }
  }

  private static void write(String location) {
    Unlock unlock = Unlock.passphrase(PASSPHRASE::toCharArray);
    try (Vault made = Vault.create(location, unlock)) {
      Session session = made.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
      PatientRef patient = session.admit(new PatientIdentifier("urn:clinic:mrn", "4711"));
      session.create(
          RecordKey.of(patient, "Observation", "bp-1"),
          Map.of("status", FieldValue.text("final"), "valueString", FieldValue.text("120/80")));
    }
  }

  private byte[] one(String sql, Object... arguments) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setObject(i + 1, arguments[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        assertThat(row.next()).as(sql).isTrue();
        return row.getBytes(1);
      }
    }
  }

  private byte[] rootKeyset() throws SQLException {
    byte[] parameters = one("SELECT parameters FROM slot");
    byte[] key = HierarchyPage.argon2id(PASSPHRASE.getBytes(StandardCharsets.UTF_8), parameters);
    byte[] context = HierarchyPage.slotContext(vault, one("SELECT slot_id FROM slot"), 1);
    return HierarchyPage.unwrapForSlot(key, 1, context, one("SELECT wrapped_root FROM slot"));
  }

  private byte[] keyset(String name) throws SQLException, GeneralSecurityException {
    byte[] wrapped = one("SELECT wrapped FROM keyset WHERE name = ? AND generation = 1", name);
    return HierarchyPage.unwrapKeyset(root, 1, vault, name, 1, wrapped);
  }

  private byte[] findPatient(String issuer, String value) throws Exception {
    byte[] tag = HierarchyPage.indexTag(keyset("index-patient"), utf8(issuer), utf8(value));
    byte[] sealed = one("SELECT sealed FROM patient_index WHERE tag = ?", tag);
    StoragePage.Target target = target("index-patient", tag, NO_SCOPE, 32, sealed);
    assertThat(target.first() + "|" + target.second()).isEqualTo(issuer + "|" + value);
    byte[] patient = Arrays.copyOf(target.reference(), 16);
    checkAdmission(patient, Arrays.copyOfRange(target.reference(), 16, 32));
    return patient;
  }

  private byte[] findRecord(byte[] patient, String type, String id) throws Exception {
    byte[] tag = HierarchyPage.indexTag(keyset("index-record"), patient, utf8(type), utf8(id));
    byte[] sealed =
        one("SELECT sealed FROM record_index WHERE patient = ? AND tag = ?", patient, tag);
    return target("index-record", tag, patient, 16, sealed).reference();
  }

  private StoragePage.Target target(
      String index, byte[] tag, byte[] scope, int referenceBytes, byte[] sealed) throws Exception {
    byte[] binding = HierarchyPage.indexBinding(vault, index, tag, scope);
    return StoragePage.readTarget(
        referenceBytes, EnvelopePage.openValue(keyset("index-seal"), 1, binding, sealed));
  }

  /** The entry of the admission commits to the key and to the identifier. */
  private void checkAdmission(byte[] patient, byte[] id) throws Exception {
    byte[] commitment = one("SELECT commitment FROM patient_key WHERE patient = ?", patient);
    byte[] entry =
        one(
            "SELECT leaf FROM log_entry JOIN patient_key ON idx = log_idx WHERE patient = ?",
            patient);
    assertThat(committed(entry))
        .isEqualTo(
            StoragePage.rootOfTwo(
                StoragePage.patientKeyDigest(vault, patient, 1, commitment),
                StoragePage.identifierDigest(vault, id, patient)));
  }

  private static byte[] committed(byte[] leaf) throws Exception {
    JsonNode entry = new ObjectMapper().readTree(leaf);
    return Base64.getUrlDecoder().decode(entry.get("w").asText());
  }

  private Map<String, String> fields(byte[] patient, byte[] record, List<String> groups)
      throws Exception {
    byte[] wrapped = one("SELECT wrapped FROM patient_key WHERE patient = ?", patient);
    byte[] key =
        EnvelopePage.openValue(
            keyset("patient-wrap"), 1, HierarchyPage.patientKeyBinding(vault, patient, 1), wrapped);
    byte[] body = one("SELECT body FROM record_revision WHERE record = ?", (Object) record);
    List<StoragePage.Slot> slots = StoragePage.readBody(body);
    byte[] entry =
        one(
            "SELECT leaf FROM log_entry JOIN record_revision ON idx = log_idx WHERE record = ?",
            (Object) record);
    byte[] content = StoragePage.content(vault, patient, record, 1, body, slots);
    assertThat(StoragePage.rowTag(body)).isEqualTo(EnvelopePage.rowTag(key, content));
    assertThat(committed(entry)).isEqualTo(StoragePage.rowDigest(content, body));
    Map<String, String> found = new TreeMap<>();
    for (String group : groups) {
      byte[] tag = EnvelopePage.groupTag(key, record, group);
      for (StoragePage.Slot slot : slots) {
        if (Arrays.equals(slot.tag(), tag)) {
          EnvelopePage.Place place =
              new EnvelopePage.Place(
                  vault, patient, record, 1, slot.groupRevision(), "Observation", group);
          for (EnvelopePage.Field field :
              EnvelopePage.readPlaintext(EnvelopePage.open(key, place, slot.sealed()))) {
            found.put(field.name(), new String(field.value(), StandardCharsets.UTF_8));
          }
        }
      }
    }
    return found;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

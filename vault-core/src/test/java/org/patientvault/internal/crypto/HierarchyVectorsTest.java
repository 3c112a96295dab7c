package org.patientvault.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.patientvault.keys.KeyProtector;
import org.patientvault.keys.Protectors;
import org.patientvault.keys.SlotContext;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultId;

/**
 * docs/formats/vectors/key-hierarchy.json: made by the second writer, opened by the product; and
 * what the product wraps, the second reader opens.
 */
class HierarchyVectorsTest {
  private static final String FILE = "key-hierarchy.json";
  private static final byte[] VAULT = Vectors.counting(0x10, 16);
  private static final byte[] PATIENT = Vectors.counting(0x20, 16);
  private static final byte[] SLOT = Vectors.counting(0x40, 16);
  private static final byte[] IV = Vectors.counting(0xC0, 12);
  private static final byte[] ROOT_KEY = Vectors.counting(0xE0, 32);
  private static final byte[] PATIENT_KEY = Vectors.counting(0, 64);
  private static final byte[] LOG_SUBJECT = Vectors.counting(0x60, 48);
  private static final byte[] SCOPE = Vectors.counting(0x70, 4);
  private static final String ORIGIN = "vault.example.org/10111213/2026";
  private static final String PASSPHRASE = "Schl\u00fcsselbund 9";
  private static final byte[] STATE = {1, 2, 3};

  @Test
  void theFile_isWhatTheSecondWriterMakes() throws IOException {
    ObjectNode file = Vectors.object();
    file.put("page", "docs/formats/key-hierarchy.md");
    file.put(
        "made_by",
        "mvn -pl vault-core test -Dtest=HierarchyVectorsTest" + " -Dpatientvault.vectors=write");
    file.put("vault", Vectors.hex(VAULT));
    file.set("passphrase_slot", passphraseSlot());
    file.put("root_keyset", Vectors.hex(rootKeyset()));
    file.set("keysets", keysets());
    file.set("patient_key", patientKey());
    file.set("index_row", indexRow());
    file.set("log_subject", logSubject());
    file.set("log_keys", logKeys());
    file.set("state_mac", stateMac());

    Vectors.check(FILE, file);
  }

  private static byte[] rootKeyset() {
    return HierarchyPage.aeadKeyset(1, ROOT_KEY);
  }

  private static ObjectNode passphraseSlot() {
    byte[] parameters =
        ByteBuffer.allocate(29)
            .put((byte) 1)
            .putInt(1024)
            .putInt(2)
            .putInt(1)
            .put(Vectors.counting(0x50, 16))
            .array();
    byte[] key = HierarchyPage.argon2id(PASSPHRASE.getBytes(StandardCharsets.UTF_8), parameters);
    byte[] context = HierarchyPage.slotContext(VAULT, SLOT, 1);
    return Vectors.object()
        .put("passphrase", PASSPHRASE)
        .put("slot_id", Vectors.hex(SLOT))
        .put("parameters", Vectors.hex(parameters))
        .put("derived_key", Vectors.hex(key))
        .put("context_root", Vectors.hex(context))
        .put("context_log", Vectors.hex(HierarchyPage.slotContext(VAULT, SLOT, 2)))
        .put(
            "wrapped_root",
            Vectors.hex(HierarchyPage.wrapForSlot(key, 1, IV, context, rootKeyset())));
  }

  private static ArrayNode keysets() {
    ArrayNode all = Vectors.array();
    for (KeysetName name : KeysetName.STORED) {
      byte[] wrapped =
          HierarchyPage.wrapKeyset(ROOT_KEY, 1, IV, VAULT, name.text(), 1, keyset(name.text()));
      all.add(
          Vectors.object()
              .put("name", name.text())
              .put("generation", 1)
              .put("key", Vectors.hex(key(name.text())))
              .put("wrapped", Vectors.hex(wrapped)));
    }
    return all;
  }

  /** Each keyset's key is the hash of its name, so that no two are the same. */
  private static byte[] key(String name) {
    return EnvelopePage.sha256().digest(name.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] keyset(String name) {
    if (name.equals("state-mac")) {
      return HierarchyPage.macKeyset(1, key(name));
    }
    return name.startsWith("index-") && !name.equals("index-seal")
        ? HierarchyPage.prfKeyset(1, key(name))
        : HierarchyPage.aeadKeyset(1, key(name));
  }

  private static ObjectNode patientKey() {
    byte[] binding = HierarchyPage.patientKeyBinding(VAULT, PATIENT, 7);
    byte[] wrapped = EnvelopePage.sealValue(key("patient-wrap"), 1, IV, binding, PATIENT_KEY);
    byte[] commitment = HierarchyPage.commitment(VAULT, PATIENT, 7, PATIENT_KEY);
    return Vectors.object()
        .put("patient", Vectors.hex(PATIENT))
        .put("version", 7)
        .put("patient_key", Vectors.hex(PATIENT_KEY))
        .put("wrapped", Vectors.hex(wrapped))
        .put("commitment", Vectors.hex(commitment));
  }

  private static ObjectNode indexRow() {
    byte[] issuer = "urn:mrn".getBytes(StandardCharsets.UTF_8);
    byte[] value = "4711".getBytes(StandardCharsets.UTF_8);
    byte[] tag = HierarchyPage.indexTag(key("index-patient"), issuer, value);
    byte[] binding = HierarchyPage.indexBinding(VAULT, "index-patient", tag, SCOPE);
    return Vectors.object()
        .put("index", "index-patient")
        .put("part_1", Vectors.hex(issuer))
        .put("part_2", Vectors.hex(value))
        .put("tag", Vectors.hex(tag))
        .put("scope", Vectors.hex(SCOPE))
        .put("target", Vectors.hex(PATIENT))
        .put(
            "sealed",
            Vectors.hex(EnvelopePage.sealValue(key("index-seal"), 1, IV, binding, PATIENT)));
  }

  private static ObjectNode logSubject() {
    byte[] tag = HierarchyPage.indexTag(key("index-log-subject"), PATIENT);
    byte[] binding = HierarchyPage.logSubjectBinding(VAULT, ORIGIN, tag);
    byte[] sealed = EnvelopePage.sealValue(key("detail-wrap"), 1, IV, binding, LOG_SUBJECT);
    byte[] detailKey = Arrays.copyOfRange(LOG_SUBJECT, 16, 48);
    return Vectors.object()
        .put("origin", ORIGIN)
        .put("tag", Vectors.hex(tag))
        .put("pseudonym", Vectors.hex(Arrays.copyOf(LOG_SUBJECT, 16)))
        .put("detail_key", Vectors.hex(detailKey))
        .put("sealed", Vectors.hex(sealed))
        .put("detail_associated_data", Vectors.hex(SCOPE))
        .put("detail", Vectors.hex(STATE))
        .put("sealed_detail", Vectors.hex(EnvelopePage.sealValue(detailKey, 1, IV, SCOPE, STATE)));
  }

  private static ObjectNode logKeys() {
    byte[] secret = new byte[69];
    System.arraycopy("PVlk1".getBytes(StandardCharsets.US_ASCII), 0, secret, 0, 5);
    System.arraycopy(Vectors.counting(1, 64), 0, secret, 5, 64);
    LogKeys keys = LogKeys.parse(secret);
    return Vectors.object()
        .put("log_keys", Vectors.hex(secret))
        .put("ed25519_public", keys.ed25519PublicKey().hex())
        .put(
            "ml_dsa_44_public_sha256",
            Vectors.hex(EnvelopePage.sha256().digest(keys.mlDsa44PublicKey().toArray())));
  }

  private static ObjectNode stateMac() {
    return Vectors.object()
        .put("data", Vectors.hex(STATE))
        .put("mac", Vectors.hex(HierarchyPage.stateMac(key("state-mac"), 1, STATE)));
  }

  @Test
  void product_opensThePassphraseSlot_andEverythingUnderIt() throws IOException {
    JsonNode file = Vectors.read(FILE);
    VaultId vault = new VaultId(Bytes.of(VAULT));
    byte[] root = unwrapRoot(vault, file.get("passphrase_slot"));
    assertThat(root).isEqualTo(Vectors.bytes(file, "root_keyset"));

    VaultKeys keys = VaultKeys.open(vault, root, stored(file));

    checkPatientKey(keys, file.get("patient_key"));
    checkIndexRow(keys, file.get("index_row"));
    checkLogSubject(keys, file.get("log_subject"));
    keys.stateMac().verify(STATE, bytes(file.get("state_mac"), "mac"), "the vector");
    assertThat(keys.stateMac().mac(STATE)).isEqualTo(bytes(file.get("state_mac"), "mac"));
  }

  private static byte[] unwrapRoot(VaultId vault, JsonNode slot) {
    Bytes slotId = bytes(slot, "slot_id");
    assertThat(SlotContext.root(vault, slotId)).isEqualTo(Vectors.bytes(slot, "context_root"));
    assertThat(SlotContext.log(vault, slotId)).isEqualTo(Vectors.bytes(slot, "context_log"));
    Unlock unlock = Unlock.passphrase(slot.get("passphrase").asText()::toCharArray);
    try (KeyProtector protector =
        Protectors.of("passphrase").open(unlock, bytes(slot, "parameters"))) {
      return protector.unwrap(Vectors.bytes(slot, "wrapped_root"), SlotContext.root(vault, slotId));
    }
  }

  private static List<WrappedKeyset> stored(JsonNode file) {
    List<WrappedKeyset> stored = new ArrayList<>();
    for (JsonNode one : file.get("keysets")) {
      stored.add(new WrappedKeyset(one.get("name").asText(), 1, bytes(one, "wrapped")));
    }
    return stored;
  }

  private static void checkPatientKey(VaultKeys keys, JsonNode vector) {
    PatientRef patient = new PatientRef(bytes(vector, "patient"));
    PatientKey key = keys.patientWrap().unwrap(patient, 7, bytes(vector, "wrapped"));
    assertThat(key.toArray()).isEqualTo(Vectors.bytes(vector, "patient_key"));
    assertThat(keys.patientWrap().commitment(patient, key)).isEqualTo(bytes(vector, "commitment"));
  }

  private static void checkIndexRow(VaultKeys keys, JsonNode vector) {
    BlindIndex index = keys.index(IndexName.PATIENT);
    Bytes tag = index.tag(Vectors.bytes(vector, "part_1"), Vectors.bytes(vector, "part_2"));
    assertThat(tag).isEqualTo(bytes(vector, "tag"));
    assertThat(index.openTarget(tag, Vectors.bytes(vector, "scope"), bytes(vector, "sealed")))
        .isEqualTo(Vectors.bytes(vector, "target"));
  }

  private static void checkLogSubject(VaultKeys keys, JsonNode vector) {
    LogSubject subject =
        keys.logSubjectWrap()
            .unwrap(vector.get("origin").asText(), bytes(vector, "tag"), bytes(vector, "sealed"));
    assertThat(subject.pseudonym()).isEqualTo(bytes(vector, "pseudonym"));
    byte[] associated = Vectors.bytes(vector, "detail_associated_data");
    assertThat(new DetailCipher().open(subject, associated, Vectors.bytes(vector, "sealed_detail")))
        .isEqualTo(Vectors.bytes(vector, "detail"));
  }

  @Test
  void secondReader_opensWhatTheProductWraps() throws Exception {
    VaultId vault = new VaultId(Bytes.of(VAULT));
    PatientRef patient = new PatientRef(Bytes.of(PATIENT));
    VaultKeys keys = VaultKeys.generate(vault);
    PatientKey key = PatientKey.random(3);
    byte[] wrappedKey = keys.patientWrap().wrap(patient, key).toArray();
    byte[] rootKey = HierarchyPage.keyOf(keys.rootBytes());

    for (WrappedKeyset keyset : keys.wrapped()) {
      byte[] opened =
          HierarchyPage.unwrapKeyset(
              rootKey, 1, VAULT, keyset.name(), 1, keyset.wrapped().toArray());
      assertThat(opened).as(keyset.name()).hasSize(32);
      if (keyset.name().equals("patient-wrap")) {
        byte[] binding = HierarchyPage.patientKeyBinding(VAULT, PATIENT, 3);
        assertThat(EnvelopePage.openValue(opened, 1, binding, wrappedKey)).isEqualTo(key.toArray());
      }
      if (keyset.name().equals("index-record")) {
        assertThat(HierarchyPage.indexTag(opened, PATIENT))
            .isEqualTo(keys.index(IndexName.RECORD).tag(PATIENT).toArray());
      }
    }
  }

  @Test
  void secondReader_opensAPassphraseSlotOfTheProduct() {
    VaultId vault = new VaultId(Bytes.of(VAULT));
    byte[] context = SlotContext.root(vault, Bytes.of(SLOT));
    Unlock unlock = Unlock.passphrase(PASSPHRASE::toCharArray);
    try (KeyProtector protector = Protectors.of("passphrase").create(unlock)) {
      byte[] wrapped = protector.wrap(rootKeyset(), context);
      byte[] utf8 = PASSPHRASE.getBytes(StandardCharsets.UTF_8);
      byte[] key = HierarchyPage.argon2id(utf8, protector.parameters().toArray());

      assertThat(HierarchyPage.unwrapForSlot(key, 1, context, wrapped)).isEqualTo(rootKeyset());
    }
  }

  private static Bytes bytes(JsonNode vector, String name) {
    return Bytes.of(Vectors.bytes(vector, name));
  }
}

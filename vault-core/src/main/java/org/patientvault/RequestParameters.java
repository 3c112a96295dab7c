package org.patientvault;

import java.util.List;
import java.util.Map;
import org.patientvault.audit.Administrators;
import org.patientvault.audit.ErasureGround;
import org.patientvault.audit.VerifierKey;
import org.patientvault.internal.ledger.Founding;
import org.patientvault.internal.ledger.StateSeal;
import org.patientvault.internal.store.SlotRow;
import org.patientvault.model.Bytes;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultId;

/**
 * What exactly a request is for, as names and values: the same made by who asks and by what is done
 * in the end, so that the two can be compared.
 */
final class RequestParameters {
  static final String TEXT = "text";

  private RequestParameters() {}

  /** A public text: policy, schema, witnesses, retention rule. */
  static Map<String, String> text(Bytes text) {
    return Map.of(TEXT, Founding.payload(text).sha256().hex());
  }

  static Map<String, String> administrators(String change, String whom, Administrators then) {
    return Map.of(
        "change",
        change,
        "whom",
        whom,
        "then",
        then.isTwoPerson() ? "two-person" : "single: the rule ends",
        TEXT,
        Founding.payload(Bytes.wrap(then.text())).sha256().hex());
  }

  static Map<String, String> enrol(VerifierKey key, Administrators then) {
    return administrators("enrol", key.vkey(), then);
  }

  static Map<String, String> remove(String name, Administrators then) {
    return administrators("remove", name, then);
  }

  /** A slot as it is now: one that was renewed meanwhile is another one. */
  static Map<String, String> slot(VaultId vault, SlotRow slot) {
    return Map.of(
        "slot",
        slot.slotId().hex(),
        "uri",
        slot.uri(),
        "digest",
        StateSeal.slotDigest(vault, List.of(slot)).hex());
  }

  static Map<String, String> key(KeyLevel level, int key) {
    return Map.of("level", level.text(), "key", String.valueOf(key));
  }

  static Map<String, String> patient(PatientRef patient, ErasureGround ground) {
    return Map.of("patient", patient.toString(), "ground", ground.text());
  }
}

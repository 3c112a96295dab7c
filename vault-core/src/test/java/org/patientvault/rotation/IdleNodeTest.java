package org.patientvault.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.JobOptions;
import org.patientvault.KeyAdministration;
import org.patientvault.Session;
import org.patientvault.Vault;
import org.patientvault.VaultOptions;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.QuickPassphrase;
import org.patientvault.stores.TestDatabase;

/** A process that has the vault open and did nothing yet is waited for by nobody. */
@Tag("once")
@OnBothStores
class IdleNodeTest {
  private static final Unlock UNLOCK = QuickPassphrase.of("correct horse battery"::toCharArray);
  private static final PatientIdentifier ANNA = new PatientIdentifier("urn:mrn", "1");

  @Test
  void indexKeysRenewedMeanwhile_itsFirstRequestFindsWhatIsThere(TestDatabase database) {
    try (Vault busy = Vault.create(database.location(), UNLOCK, options("busy"));
        Vault reads = open(database, "reads");
        Vault admits = open(database, "admits")) {
      PatientRef anna = physician(busy).admit(ANNA);
      RecordKey key = RecordKey.of(anna, "Observation", "bp");
      physician(busy).create(key, Map.of("valueString", FieldValue.text("120/80")));
      KeyAdministration keys = busy.administration(Actor.of("ada.admin", "admin")).keys();
      keys.rotate(KeyLevel.INDEX_RECORD, JobOptions.defaults());
      keys.rotate(KeyLevel.INDEX_PATIENT, JobOptions.defaults());

      assertThat(physician(reads).read(key).get("valueString").asText()).isEqualTo("120/80");
      assertThatThrownBy(() -> physician(admits).admit(ANNA))
          .isInstanceOf(VaultException.Conflict.class);
      assertThat(physician(admits).find(ANNA)).contains(anna);
    }
  }

  private static Vault open(TestDatabase database, String node) {
    return Vault.open(database.location(), List.of(UNLOCK), options(node));
  }

  private static VaultOptions options(String node) {
    return VaultOptions.defaults().withNode(node);
  }

  private static Session physician(Vault vault) {
    return vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
  }
}

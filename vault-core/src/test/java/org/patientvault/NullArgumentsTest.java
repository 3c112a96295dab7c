package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.keys.RecoveryKey;
import org.patientvault.keys.RecoveryRecipient;
import org.patientvault.keys.RecoveryShare;
import org.patientvault.keys.SecretSource;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** Null is named at the call, as it comes from callers whose compiler does not know better. */
@SuppressWarnings("NullAway")
@OnBothStores
class NullArgumentsTest {
  @TempDir Path folder;

  private Unlock keystore() {
    return Unlock.keystore(folder.resolve("kek.p12"), "kek", "a long password"::toCharArray);
  }

  private static void assertNamed(String name, ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(NullPointerException.class).hasMessage(name);
  }

  @Test
  void nullForAVault_isNamed() throws IOException {
    assertNamed("location", () -> Vault.create((String) null, keystore()));
    assertNamed("file", () -> Vault.create((Path) null, keystore()));
    assertNamed("first", () -> Vault.create(folder.resolve("a.vault"), null));
    assertNamed("location", () -> Vault.open((String) null, keystore()));
    assertNamed("secret", () -> Unlock.passphrase(null));
    assertNamed("secret", () -> Unlock.recovery(null));
    assertNamed("text", () -> RecoveryShare.parse(null));
    assertNamed("text", () -> RecoveryKey.parse(null));
    assertNamed("text", () -> RecoveryRecipient.parse(null));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void nullForASession_isNamed(TestDatabase database) {
    try (Vault vault = Vault.create(database.location(), keystore())) {
      Actor lea = Actor.of("dr.lea", "physician");
      assertNamed("actor", () -> vault.as(null, Purpose.TREAT));
      assertNamed("purpose", () -> vault.as(lea, null));
      Session session = vault.as(lea, Purpose.TREAT);
      PatientRef patient = session.admit(new PatientIdentifier("urn:mrn", "1"));
      RecordKey key = RecordKey.of(patient, "Condition", "c");
      long entries = vault.administration(Actor.of("ada", "admin")).status().logEntries();
      assertNamed("first", () -> session.admit(null));
      assertNamed("identifier", () -> session.find(null));
      assertNamed("patient", () -> session.records(null));
      assertNamed("fields", () -> session.create(key, null));
      assertNamed("key", () -> session.create(null, Map.of()));
      assertNamed("json", () -> session.put(patient, null));
      assertNamed("changes", () -> session.update(key, 1, null));
      assertNamed("key", () -> session.read(null));
      assertNamed("fields", () -> session.read(key, null));
      assertNamed("key", () -> session.readRevision(null, 1));
      assertNamed("keys", () -> session.readAll(null));
      assertNamed("key", () -> session.history(null));
      assertNamed("reason", () -> session.breakGlass(patient, null));
      assertNamed("patient", () -> RecordKey.of(null, "Condition", "c"));
      assertNamed("type", () -> RecordKey.of(patient, null, "c"));
      assertThat(vault.administration(Actor.of("ada", "admin")).status().logEntries())
          .isEqualTo(entries);
    }
  }

  @Test
  void sourceThatGivesNull_gaveNoSecret(TestDatabase database) {
    SecretSource nothing = () -> null;
    assertThatThrownBy(() -> Vault.create(database.location(), Unlock.passphrase(nothing)))
        .isInstanceOf(VaultException.KeyUnavailable.class)
        .hasMessage("the source gave no secret");
    Vault.create(database.location(), keystore()).close();
    Unlock mute = Unlock.keystore(folder.resolve("kek.p12"), "kek", nothing);
    assertThatThrownBy(
            () -> Vault.open(database.location(), List.of(mute), VaultOptions.defaults()))
        .isInstanceOf(VaultException.KeyUnavailable.class)
        .hasMessage("the source gave no secret");
  }
}

package org.patientvault.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.patientvault.Session;
import org.patientvault.Vault;
import org.patientvault.internal.crypto.GroupCipher;
import org.patientvault.internal.ledger.AuditReceipt;
import org.patientvault.internal.ledger.Ledger;
import org.patientvault.internal.sealing.RecordOpener;
import org.patientvault.internal.sealing.RecordResealer;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.QuickPassphrase;
import org.patientvault.stores.TestDatabase;

/** P1: no plaintext without a durable audit entry, by types and on real rows. */
@OnBothStores
class P1NoPlaintextWithoutEntryTest {
  private static final JavaClasses LIBRARY =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.patientvault");

  private static final Set<String> OPENERS =
      Set.of(RecordOpener.class.getName(), RecordResealer.class.getName());

  @Test
  void receipt_isMadeByTheLedgerAlone() {
    var receipt = LIBRARY.get(AuditReceipt.class);
    assertThat(receipt.getConstructors())
        .isNotEmpty()
        .noneMatch(made -> made.getModifiers().contains(JavaModifier.PUBLIC))
        .noneMatch(made -> made.getModifiers().contains(JavaModifier.PROTECTED));
    assertThat(receipt.getConstructorCallsToSelf())
        .isNotEmpty()
        .allMatch(call -> call.getOriginOwner().isEquivalentTo(Ledger.class));
  }

  @Test
  void groupCipher_opensForOpenerAndResealerAlone() {
    assertThat(LIBRARY.get(GroupCipher.class).getMethodCallsToSelf())
        .filteredOn(call -> call.getTarget().getName().equals("open"))
        .filteredOn(call -> !call.getOriginOwner().isEquivalentTo(GroupCipher.class))
        .isNotEmpty()
        .allMatch(call -> OPENERS.contains(outermost(call.getOriginOwner().getName())));
  }

  private static String outermost(String name) {
    return name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
  }

  @Test
  void resealing_asksForAReceiptAndGivesSealedRowsOnly() {
    assertThat(RecordResealer.class.getDeclaredMethods())
        .filteredOn(method -> method.getName().equals("reseal"))
        .hasSize(1)
        .allMatch(P1NoPlaintextWithoutEntryTest::takesAReceipt);
    assertThat(RecordResealer.Resealed.class.getRecordComponents())
        .extracting(RecordComponent::getName)
        .containsExactly("before", "version", "body", "digest");
  }

  @Test
  void opening_asksForAReceipt() {
    assertThat(RecordOpener.class.getDeclaredMethods())
        .filteredOn(method -> Modifier.isPublic(method.getModifiers()))
        .filteredOn(method -> !Modifier.isStatic(method.getModifiers()))
        .isNotEmpty()
        .allMatch(P1NoPlaintextWithoutEntryTest::takesAReceipt);
  }

  private static boolean takesAReceipt(Method method) {
    return Arrays.asList(method.getParameterTypes()).contains(AuditReceipt.class);
  }

  @Test
  void read_isInTheDatabaseBeforeItsFieldsAreOut(TestDatabase database) throws Exception {
    try (Vault vault = Vault.create(database.location(), passphrase())) {
      Session session = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
      RecordKey key = record(session);
      long index = session.read(key).logIndex();
      assertThat(entries(database)).isEqualTo(index + 1);
    }
  }

  @Test
  void read_whileTheLogCannotBeWritten_givesNothing(TestDatabase database) throws Exception {
    try (Vault vault = Vault.create(database.location(), passphrase())) {
      Session session = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
      RecordKey key = record(session);
      try (Connection other = database.connect()) {
        TestDatabase.execute(other, database.lock());
        assertThatThrownBy(() -> session.read(key))
            .isInstanceOf(VaultException.AuditUnavailable.class)
            .hasMessageContaining("nothing was released");
        TestDatabase.execute(other, "ROLLBACK");
      }
      assertThat(session.read(key).get("valueString").asText()).isEqualTo("120/80");
    }
  }

  private static RecordKey record(Session session) {
    RecordKey key =
        RecordKey.of(session.admit(new PatientIdentifier("urn:mrn", "1")), "Observation", "bp");
    session.create(key, Map.of("valueString", FieldValue.text("120/80")));
    return key;
  }

  private static Unlock passphrase() {
    return QuickPassphrase.of("correct horse battery"::toCharArray);
  }

  private static long entries(TestDatabase database) throws Exception {
    try (Connection other = database.connect();
        Statement statement = other.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM log_entry")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}

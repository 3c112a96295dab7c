package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.AdministratorKey;
import org.patientvault.audit.BundleVerifier;
import org.patientvault.audit.ErasureGround;
import org.patientvault.audit.RequestKind;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** Where two administrators are enrolled, no patient is erased by one of them, nor by the night. */
@Tag("once")
@OnBothStores
class ErasedByTwoTest {
  private final AdministratorKey anna = TwoAdministrators.key("anna");
  private final AdministratorKey ben = TwoAdministrators.key("ben");

  @TempDir Path folder;

  @Test
  void patient_isErasedOnceAnotherOneApproved(TestDatabase database) {
    try (ErasurePlace place = ErasurePlace.in(database, folder)) {
      Approvals approvals = place.administration().approvals();
      approvals.enrol(anna.publicKey());
      approvals.enrol(ben.publicKey());
      place.erasures().ask(place.anna, ErasureGround.REQUEST, "letter of 1 March");
      place.erasures().ask(place.bert, ErasureGround.REQUEST, "letter of 1 March");
      place.clock.pass(Duration.ofDays(8));
      Map<String, String> act = Approvals.forPatient(place.anna, ErasureGround.REQUEST);
      String id =
          approvals.ask(RequestKind.PATIENT_ERASE, act, anna, place.clock.instant(), "letter").id();
      assertThat(place.erasures().eraseDue()).isEmpty();
      assertThatThrownBy(() -> place.administration().under(id).erasures().erase(place.anna))
          .isInstanceOf(VaultException.Refused.class)
          .hasMessageContaining("nobody has approved");
      approvals.approve(id, ben);
      assertThatThrownBy(() -> place.administration().under(id).erasures().erase(place.bert))
          .isInstanceOf(VaultException.Refused.class)
          .hasMessageContaining("something else");
      assertThat(place.erasures().eraseDue()).hasSize(1);
      assertThat(place.erasures().pending()).hasSize(1);
      assertThat(approvals.show(id).state()).isEqualTo(RequestInfo.State.DONE);
      assertThat(place.findings()).isEmpty();
      Path bundle = folder.resolve("bundle");
      place.vault.auditTrail(StoredLog.AUDITOR).export(bundle);
      assertThat(BundleVerifier.verify(bundle, place.publicKeys(), Optional.empty()).lines())
          .noneMatch(line -> line.startsWith("ONE PERSON"));
    }
  }
}

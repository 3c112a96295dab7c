package org.patientvault;

import java.util.List;
import java.util.Optional;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EraseCertificate;
import org.patientvault.audit.LogPublicKeys;
import org.patientvault.audit.PatientErasure;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.internal.crypto.Sha256;
import org.patientvault.internal.jobs.EraseRegister;
import org.patientvault.internal.ledger.LogChain;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.TombstoneRow;
import org.patientvault.model.VaultException;

/**
 * Which erasures have a certificate in the register that a restore would take: one that was changed
 * is to be found while it can still be made again. For one snapshot.
 */
final class KeptCertificates {
  private final EraseRegister register;

  /** Of every log of the vault: a certificate may be of one that was lost with another database. */
  private final List<LogPublicKeys> keys;

  KeptCertificates(EraseRegister register, ReadView rows) {
    this.register = register;
    this.keys =
        LogChain.of(rows).stream()
            .map(log -> LogIdentity.named(rows, log.number()))
            .flatMap(Optional::stream)
            .distinct()
            .toList();
  }

  /** Whether that erasure's is there and proves it; takes some milliseconds. */
  boolean proves(TombstoneRow erased) {
    return found(erased).filter(each -> isProven(each, erased.number())).isPresent();
  }

  /** Whether a whole one of that erasure is there; whoever signed it. */
  boolean has(TombstoneRow erased) {
    return found(erased).isPresent();
  }

  private Optional<EraseCertificate> found(TombstoneRow erased) {
    return register
        .find(erased.number(), erased.patient())
        .filter(each -> each.patient().equals(erased.patient()))
        .filter(each -> each.salt().equals(erased.salt()))
        .filter(KeptCertificates::isOfItsEntry);
  }

  private static boolean isOfItsEntry(EraseCertificate certificate) {
    try {
      return certificate
          .proof()
          .leaf()
          .map(leaf -> Entry.parse(leaf.toArray()).payload())
          .filter(Sha256.of(certificate.text().toArray())::equals)
          .isPresent();
    } catch (VaultException e) {
      return false;
    }
  }

  private boolean isProven(EraseCertificate certificate, int number) {
    return keys.stream().anyMatch(of -> isProven(certificate, number, of));
  }

  private static boolean isProven(EraseCertificate certificate, int number, LogPublicKeys keys) {
    try {
      PatientErasure erasure =
          certificate
              .verify(TrustPolicy.of(keys.named(RegisteredErasures.origin(certificate))))
              .erasure();
      return erasure.number() == number;
    } catch (VaultException e) {
      // Whatever is wrong with it, another one is written in its place.
      return false;
    }
  }
}

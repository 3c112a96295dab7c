package org.patientvault;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.patientvault.audit.BackupManifest.LogFacts;
import org.patientvault.audit.EraseCertificate;
import org.patientvault.audit.LogPublicKeys;
import org.patientvault.audit.PatientErasure;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.internal.ledger.Shard;
import org.patientvault.model.VaultException;

/**
 * The erasures of a register that a backup does not know of. Each must be proven: whoever could put
 * a certificate of his own there would have a restore erase a patient.
 */
final class RegisteredErasures {
  private final LogPublicKeys own;
  private final Shard log;
  private final Optional<TrustPolicy> trust;

  /** One that is to be done again. */
  record Registered(int number, EraseCertificate certificate, PatientErasure.Told told) {}

  /**
   * @param own the public keys of the backup's newest log, {@code log}
   * @param trust those that an administrator kept; believed before {@code own}
   */
  RegisteredErasures(LogPublicKeys own, Shard log, Optional<TrustPolicy> trust) {
    this.own = own;
    this.log = log;
    this.trust = trust;
  }

  /**
   * Those behind {@code known}, by their numbers.
   *
   * @throws VaultException.Refused when one is missing between them
   * @throws VaultException.Tampered when one does not prove what it says
   * @throws VaultException.KeyUnavailable when it was signed by later keys than the backup knows
   */
  List<Registered> after(int known, Map<Integer, EraseCertificate> register) {
    List<Registered> later = new ArrayList<>();
    int expected = known + 1;
    for (Map.Entry<Integer, EraseCertificate> each : register.entrySet()) {
      if (each.getKey() <= known) {
        continue;
      }
      if (each.getKey() != expected) {
        throw new VaultException.Refused(
            "the erasure register lacks certificate "
                + expected
                + ": without it the backup would bring somebody back; find the register that was"
                + " used last");
      }
      later.add(proven(each.getKey(), each.getValue()));
      expected++;
    }
    return later;
  }

  private Registered proven(int number, EraseCertificate certificate) {
    EraseCertificate.Proven proven = verified(number, certificate);
    PatientErasure erasure = proven.erasure();
    if (erasure.number() != number || !log.isOfOneVaultWith(erasure.origin())) {
      throw new VaultException.Tampered(
          "certificate " + number + " of the erasure register is of another vault or number");
    }
    return new Registered(number, certificate, proven.told());
  }

  private EraseCertificate.Proven verified(int number, EraseCertificate certificate) {
    String origin = origin(certificate);
    try {
      // The backup was held against the kept keys: those that it names speak for its other logs.
      return certificate.verify(
          trust
              .filter(policy -> policy.hasLog(origin))
              .orElseGet(() -> TrustPolicy.of(own.named(origin))));
    } catch (VaultException.KeyUnavailable e) {
      throw new VaultException.KeyUnavailable(
          "certificate "
              + number
              + " of the erasure register was signed with keys that the backup does not know; give"
              + " the log's public keys (--policy), as audit keys printed them after the keys were"
              + " renewed",
          e);
    }
  }

  private static String origin(EraseCertificate certificate) {
    return LogFacts.claimedBy(certificate.proof().note().toArray()).origin();
  }
}

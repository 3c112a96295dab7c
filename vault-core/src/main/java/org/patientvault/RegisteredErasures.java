package org.patientvault;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.BackupManifest.LogFacts;
import org.patientvault.audit.EraseCertificate;
import org.patientvault.audit.LogPublicKeys;
import org.patientvault.audit.PatientErasure;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.internal.ledger.Shard;
import org.patientvault.model.PatientRef;
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
   * Those that the backup does not know of, by their numbers.
   *
   * @param known patients by the numbers of the erasures that the backup knows of
   * @throws VaultException.Refused when one is missing between them, or the register is another one
   *     than was used last: an older one, or its disk is not there
   * @throws VaultException.Tampered when one does not prove what it says
   * @throws VaultException.KeyUnavailable when it was signed by later keys than the backup knows
   */
  List<Registered> behind(Map<Integer, PatientRef> known, Map<Integer, EraseCertificate> register) {
    int last = register.keySet().stream().max(Integer::compare).orElse(0);
    requireAsNewAsTheBackup(known, last);
    List<Registered> later = new ArrayList<>();
    for (int number = 1; number <= last; number++) {
      EraseCertificate certificate = register.get(number);
      if (known.containsKey(number)) {
        requireSame(number, known.get(number), certificate);
      } else {
        later.add(proven(number, required(number, certificate)));
      }
    }
    return later;
  }

  private static void requireAsNewAsTheBackup(Map<Integer, PatientRef> known, int last) {
    int newest = known.keySet().stream().max(Integer::compare).orElse(0);
    if (last < newest) {
      throw new VaultException.Refused(
          "the backup knows of erasure "
              + newest
              + ", and the erasure register "
              + (last == 0 ? "has no certificate of this vault" : "ends with certificate " + last)
              + ": it is not the register that was used last; look whether its disk is mounted");
    }
  }

  private static void requireSame(
      int number, @Nullable PatientRef erased, @Nullable EraseCertificate certificate) {
    if (certificate != null && !certificate.patient().equals(erased)) {
      throw new VaultException.Refused(
          "certificate "
              + number
              + " of the erasure register is of another patient than that erasure in the backup:"
              + " the register goes on from another state of this vault; name the one that this"
              + " vault wrote to");
    }
  }

  private static EraseCertificate required(int number, @Nullable EraseCertificate certificate) {
    if (certificate == null) {
      throw new VaultException.Refused(
          "the erasure register lacks certificate "
              + number
              + ": without it the backup would bring somebody back; find the register that was"
              + " used last");
    }
    return certificate;
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

  /** Of the log that it is of, as it says. */
  static String origin(EraseCertificate certificate) {
    return LogFacts.claimedBy(certificate.proof().note().toArray()).origin();
  }
}

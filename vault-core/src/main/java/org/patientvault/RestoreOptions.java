package org.patientvault;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.patientvault.audit.TrustPolicy;

/**
 * What {@link Vault#restore} goes by. Immutable; each method gives a changed copy.
 *
 * @param reason why, for the log; sealed with the entry
 * @param register the folder of certificates of erasures; without it nothing is put back, unless
 *     {@code registerLost}
 * @param registerLost that there is none any more: whoever was erased since the backup comes back,
 *     and the log says that nobody could know
 * @param lastSigned the file of the last signed head of the vault that was lost
 * @param trust public keys that the auditor or administrator kept; without them the backup is held
 *     against the keys in itself
 * @param vault how the vault is opened when it is put back: node, clock, database login
 */
public record RestoreOptions(
    String reason,
    Optional<Path> register,
    boolean registerLost,
    Optional<Path> lastSigned,
    Optional<TrustPolicy> trust,
    VaultOptions vault) {
  public RestoreOptions {
    Objects.requireNonNull(reason, "reason");
    if (register.isPresent() == registerLost) {
      throw new IllegalArgumentException("either there is a register of erasures, or it is lost");
    }
  }

  /** With the register of erasures, and nothing else to go by. */
  public static RestoreOptions of(String reason, Path register) {
    return new RestoreOptions(
        reason,
        Optional.of(register),
        false,
        Optional.empty(),
        Optional.empty(),
        VaultOptions.defaults());
  }

  /** Where the register is lost too. */
  public static RestoreOptions withoutRegister(String reason) {
    return new RestoreOptions(
        reason,
        Optional.empty(),
        true,
        Optional.empty(),
        Optional.empty(),
        VaultOptions.defaults());
  }

  /** The log then says which entries were lost. */
  public RestoreOptions withLastSigned(Path file) {
    return new RestoreOptions(reason, register, registerLost, Optional.of(file), trust, vault);
  }

  public RestoreOptions withTrust(TrustPolicy policy) {
    return new RestoreOptions(
        reason, register, registerLost, lastSigned, Optional.of(policy), vault);
  }

  public RestoreOptions withVault(VaultOptions options) {
    return new RestoreOptions(reason, register, registerLost, lastSigned, trust, options);
  }
}

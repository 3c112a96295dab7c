package org.patientvault.keys;

import java.util.Optional;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * One kind of protector. Found by {@link java.util.ServiceLoader}, so that a token or a key service
 * can be added without changing this library.
 *
 * <p>An implementation turns every exception of the library it drives into a {@link
 * VaultException}.
 */
public interface ProtectorProvider {
  /** The kind in the URI, such as {@code keystore}. */
  String kind();

  /**
   * Opens a protector for a new slot, making its key where there is none. Never replaces a key that
   * exists.
   *
   * @throws VaultException.InvalidInput when the URI or the secret cannot be accepted
   * @throws VaultException.KeyUnavailable when the key cannot be made or read
   */
  KeyProtector create(Unlock unlock);

  /**
   * Opens the protector of an existing slot, and makes nothing.
   *
   * @param parameters what {@link KeyProtector#parameters} gave when the slot was made; untrusted
   * @throws VaultException.KeyUnavailable when the secret is wrong or the key is not there
   */
  KeyProtector open(Unlock unlock, Bytes parameters);

  /** What opening a slot with {@code uri} asks of a person. */
  default Asks asks(ProtectorUri uri) {
    return Asks.SECRET;
  }

  /**
   * A protector that only wraps: what it wraps is opened by somebody else. For kinds that wrap to a
   * public key, so that a slot survives a rotation without whoever can open it.
   *
   * @param parameters as for {@link #open}; the caller has verified the seal over them, since
   *     whoever exchanges a public key opens what is wrapped next
   * @return empty for a kind whose wrapping needs its secret
   */
  default Optional<KeyProtector> recipient(ProtectorUri uri, Bytes parameters) {
    return Optional.empty();
  }

  /**
   * Whether what opens these slots can go away while a vault is open: a token that is pulled out, a
   * service that does not answer. Such a slot is opened again every now and then, with the secret
   * asked each time, and the vault goes on without it for a limited time only.
   *
   * @return false for what a person knows or a file holds, which is the default
   */
  default boolean canVanish() {
    return false;
  }

  /**
   * Whether a wrong secret counts against whoever shows it, so that a few of them lock the token.
   * Then one that was refused is never shown again by itself.
   *
   * @return true, which is the default; false for a service whose refusals may pass, as when rights
   *     are given anew
   */
  default boolean countsWrongSecrets() {
    return true;
  }
}

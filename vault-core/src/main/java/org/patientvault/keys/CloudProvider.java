package org.patientvault.keys;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.patientvault.keys.cloud.CloudAddress;
import org.patientvault.keys.cloud.CloudKey;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultException.KeyUnavailable.Reason;

/**
 * Protects a slot with a key in a key service. Its administrator makes the key there; here it is
 * only checked.
 *
 * @param <A> where a key of this service is
 */
abstract class CloudProvider<A extends CloudAddress> implements ProtectorProvider {
  /** Begins like a slot's context, so that a policy that asks for this beginning lets it pass. */
  private static final byte[] PROBE_CONTEXT = "PVsl1 probe".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] OTHER_CONTEXT = "PVsl1 other".getBytes(StandardCharsets.US_ASCII);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String kind;
  private final Mechanism mechanism;

  CloudProvider(String kind, Mechanism mechanism) {
    this.kind = kind;
    this.mechanism = mechanism;
  }

  abstract A address(ProtectorUri uri);

  /** A client for the key, which is not asked yet. */
  abstract CloudKey connect(A address, SecretSource secret);

  @Override
  public final String kind() {
    return kind;
  }

  @Override
  public final boolean canVanish() {
    return true;
  }

  @Override
  public final boolean countsWrongSecrets() {
    return false;
  }

  @Override
  public final KeyProtector create(Unlock unlock) {
    A address = address(unlock.uri());
    CloudKey key = connect(address, unlock.secret());
    CloudProtector made = protector(unlock, CloudParameters.encode(address.keyName()), key);
    try {
      key.checkForNewSlot();
      byte[] probe = new byte[32];
      RANDOM.nextBytes(probe);
      made.prove(probe, PROBE_CONTEXT, OTHER_CONTEXT);
      return made;
    } catch (RuntimeException e) {
      made.close();
      throw e;
    }
  }

  @Override
  public final KeyProtector open(Unlock unlock, Bytes parameters) {
    A address = address(unlock.uri());
    String stored = CloudParameters.parse(parameters);
    if (!address.isKey(stored)) {
      throw new VaultException.KeyUnavailable(
          Reason.NOT_THERE,
          "the slot is under the key " + stored + ", not under " + address.keyName(),
          null);
    }
    CloudKey key = connect(address, unlock.secret());
    try {
      key.checkForOpening();
      return protector(unlock, parameters, key);
    } catch (RuntimeException e) {
      key.close();
      throw e;
    }
  }

  private CloudProtector protector(Unlock unlock, Bytes parameters, CloudKey key) {
    return new CloudProtector(unlock.uri(), parameters, mechanism, key);
  }
}

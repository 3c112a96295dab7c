package org.patientvault.keys;

import java.util.function.BiFunction;
import org.patientvault.keys.cloud.CloudKey;
import org.patientvault.keys.cloud.CloudKeys;
import org.patientvault.keys.cloud.TransitAddress;

/**
 * {@code hcvault://HOST:PORT/MOUNT/keys/NAME}, of HashiCorp Vault or OpenBao; the secret is a token
 * for it. The environment's VAULT_TOKEN is not read: a token that somebody left there for other
 * work must not open a vault.
 */
final class TransitProvider extends CloudProvider<TransitAddress> {
  private final BiFunction<TransitAddress, char[], CloudKey> connect;

  TransitProvider() {
    this(CloudKeys::transit);
  }

  TransitProvider(BiFunction<TransitAddress, char[], CloudKey> connect) {
    super("hcvault", Mechanism.TRANSIT);
    this.connect = connect;
  }

  @Override
  TransitAddress address(ProtectorUri uri) {
    uri.requireOnly("namespace", "scheme");
    return TransitAddress.parse(uri.path(), uri.parameter("scheme"), uri.parameter("namespace"));
  }

  @Override
  CloudKey connect(TransitAddress address, SecretSource secret) {
    return connect.apply(address, Passphrase.read(secret));
  }

  @Override
  public Asks asks(ProtectorUri uri) {
    return Asks.ADDRESS;
  }
}

package org.patientvault.keys;

import java.util.function.Function;
import org.patientvault.keys.cloud.CloudKey;
import org.patientvault.keys.cloud.CloudKeys;
import org.patientvault.keys.cloud.GcpKmsAddress;

/**
 * {@code gcp-kms://projects/P/locations/L/keyRings/R/cryptoKeys/K}, with this machine's credentials
 * for Google.
 */
final class GcpKmsProvider extends CloudProvider<GcpKmsAddress> {
  private final Function<GcpKmsAddress, CloudKey> connect;

  GcpKmsProvider() {
    this(CloudKeys::gcpKms);
  }

  GcpKmsProvider(Function<GcpKmsAddress, CloudKey> connect) {
    super("gcp-kms", Mechanism.GCP_KMS);
    this.connect = connect;
  }

  @Override
  GcpKmsAddress address(ProtectorUri uri) {
    uri.requireOnly("endpoint");
    return GcpKmsAddress.parse(uri.path(), uri.parameter("endpoint"));
  }

  @Override
  CloudKey connect(GcpKmsAddress address, SecretSource secret) {
    return connect.apply(address);
  }

  @Override
  public Asks asks(ProtectorUri uri) {
    return uri.parameter("endpoint").isEmpty() ? Asks.NOTHING : Asks.ADDRESS;
  }
}

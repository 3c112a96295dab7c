package org.patientvault.keys;

import org.patientvault.model.Bytes;

/** A provider that only the service loader knows: wraps with a key that everybody knows. */
public final class ThirdPartyProviderForTests implements ProtectorProvider {
  @Override
  public String kind() {
    return "third-party-for-tests";
  }

  @Override
  public KeyProtector create(Unlock unlock) {
    return open(unlock, Bytes.of(new byte[0]));
  }

  @Override
  public KeyProtector open(Unlock unlock, Bytes parameters) {
    return new AesGcmProtector(
        unlock.uri(), parameters, Mechanism.KEYSTORE_AES_GCM, new byte[AesGcmProtector.KEY_BYTES]);
  }
}

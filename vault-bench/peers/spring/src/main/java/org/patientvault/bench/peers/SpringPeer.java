package org.patientvault.bench.peers;

import org.springframework.security.crypto.encrypt.BytesEncryptor;
import org.springframework.security.crypto.encrypt.Encryptors;

/** Spring Security Crypto, AES-GCM with a key derived once, field by field. */
// Deprecated in 7.0, and still what applications use.
@SuppressWarnings("deprecation")
public final class SpringPeer extends FieldByField {
  private final BytesEncryptor encryptor = Encryptors.stronger("not a secret", "0123456789abcdef");

  private SpringPeer() {}

  public static void main(String[] arguments) throws Exception {
    PeerServer.serve(new SpringPeer());
  }

  @Override
  public String remark() {
    return "one key for all; binds no place; no commitment";
  }

  @Override
  protected byte[] sealField(byte[] text) {
    return encryptor.encrypt(text);
  }

  @Override
  protected byte[] openField(byte[] sealed) {
    return encryptor.decrypt(sealed);
  }
}

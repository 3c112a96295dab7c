package org.patientvault.bench.peers;

import org.jasypt.encryption.pbe.StandardPBEByteEncryptor;
import org.jasypt.iv.RandomIvGenerator;

/** Jasypt with its strongest algorithm: each field derives its key from a password. */
public final class JasyptPeer extends FieldByField {
  private final StandardPBEByteEncryptor encryptor = new StandardPBEByteEncryptor();

  private JasyptPeer() {
    encryptor.setPassword("not a secret");
    encryptor.setAlgorithm("PBEWITHHMACSHA512ANDAES_256");
    encryptor.setIvGenerator(new RandomIvGenerator());
    encryptor.initialize();
  }

  public static void main(String[] arguments) throws Exception {
    PeerServer.serve(new JasyptPeer());
  }

  @Override
  public String remark() {
    return "one password for all; not authenticated at all; binds no place; no commitment";
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

package org.patientvault.bench.peers;

/** A peer that seals each field by itself. */
public abstract class FieldByField implements Peer {
  private byte[][] kept = new byte[0][];

  /** One field sealed. */
  protected abstract byte[] sealField(byte[] text) throws Exception;

  /** What {@link #sealField} sealed. */
  protected abstract byte[] openField(byte[] sealed) throws Exception;

  @Override
  public final int seal(byte[][] fields) throws Exception {
    byte[][] sealed = new byte[fields.length][];
    for (int i = 0; i < fields.length; i++) {
      sealed[i] = sealField(fields[i]);
    }
    kept = sealed;
    return sealed.length;
  }

  @Override
  public final int open() throws Exception {
    int bytes = 0;
    for (byte[] sealed : kept) {
      bytes += openField(sealed).length;
    }
    return bytes;
  }

  @Override
  public final int sealedBytes() {
    int bytes = 0;
    for (byte[] sealed : kept) {
      bytes += sealed.length;
    }
    return bytes;
  }
}

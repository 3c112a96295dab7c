package org.patientvault.bench.peers;

import java.nio.ByteBuffer;

/** The AWS Encryption SDK, one message for the whole record: no field opens alone. */
public final class AwsRecordPeer implements Peer {
  private final AwsPeer aws = new AwsPeer();
  private byte[] kept = new byte[0];

  private AwsRecordPeer() {}

  public static void main(String[] arguments) throws Exception {
    PeerServer.serve(new AwsRecordPeer());
  }

  @Override
  public String remark() {
    return "whole record in one message, data keys cached, no signature; binds an encryption"
        + " context; commits to the key";
  }

  @Override
  public int seal(byte[][] fields) {
    int length = 0;
    for (byte[] field : fields) {
      length += field.length;
    }
    ByteBuffer text = ByteBuffer.allocate(length);
    for (byte[] field : fields) {
      text.put(field);
    }
    kept = aws.seal(text.array());
    return kept.length;
  }

  @Override
  public int open() {
    return aws.open(kept).length;
  }

  @Override
  public int sealedBytes() {
    return kept.length;
  }
}

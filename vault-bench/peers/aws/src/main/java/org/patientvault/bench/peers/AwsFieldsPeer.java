package org.patientvault.bench.peers;

/** The AWS Encryption SDK, a message for each field. */
public final class AwsFieldsPeer extends FieldByField {
  private final AwsPeer aws = new AwsPeer();

  private AwsFieldsPeer() {}

  public static void main(String[] arguments) throws Exception {
    PeerServer.serve(new AwsFieldsPeer());
  }

  @Override
  public String remark() {
    return "data keys cached, no signature; binds an encryption context; commits to the key";
  }

  @Override
  protected byte[] sealField(byte[] text) {
    return aws.seal(text);
  }

  @Override
  protected byte[] openField(byte[] sealed) {
    return aws.open(sealed);
  }
}

package org.patientvault.keys;

import java.util.function.Function;
import org.patientvault.keys.cloud.AwsKmsAddress;
import org.patientvault.keys.cloud.CloudKey;
import org.patientvault.keys.cloud.CloudKeys;

/** {@code aws-kms://arn:aws:kms:REGION:ACCOUNT:key/ID}, with the AWS SDK's credentials. */
final class AwsKmsProvider extends CloudProvider<AwsKmsAddress> {
  private final Function<AwsKmsAddress, CloudKey> connect;

  AwsKmsProvider() {
    this(CloudKeys::awsKms);
  }

  AwsKmsProvider(Function<AwsKmsAddress, CloudKey> connect) {
    super("aws-kms", Mechanism.AWS_KMS);
    this.connect = connect;
  }

  @Override
  AwsKmsAddress address(ProtectorUri uri) {
    uri.requireOnly("endpoint");
    return AwsKmsAddress.parse(uri.path(), uri.parameter("endpoint"));
  }

  @Override
  CloudKey connect(AwsKmsAddress address, SecretSource secret) {
    return connect.apply(address);
  }

  @Override
  public Asks asks(ProtectorUri uri) {
    return uri.parameter("endpoint").isEmpty() ? Asks.NOTHING : Asks.ADDRESS;
  }
}

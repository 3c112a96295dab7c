package org.patientvault.keys.cloud;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.patientvault.model.VaultException;

/**
 * A key of AWS KMS by its full ARN.
 *
 * <p>No alias: who may move an alias would decide under which key the next keyset is wrapped. A
 * multi-Region key ({@code mrk-…}) is the same key in each of its regions, so that a slot opens in
 * another region when one is lost.
 */
public record AwsKmsAddress(String keyName, String region, Optional<Endpoint> endpoint)
    implements CloudAddress {
  private static final Pattern ARN =
      Pattern.compile(
          "arn:(aws[a-z-]{0,16}):kms:([a-z]{2}[a-z0-9-]{1,24}):(\\d{12}):key/([a-zA-Z0-9-]{1,64})");
  private static final String MULTI_REGION = "mrk-";

  /**
   * The address in a URI.
   *
   * @param path {@code //arn:aws:kms:REGION:ACCOUNT:key/ID}
   * @throws VaultException.InvalidInput for anything else
   */
  public static AwsKmsAddress parse(String path, Optional<String> endpoint) {
    Matcher arn = ARN.matcher(path.startsWith("//") ? path.substring(2) : "");
    if (!arn.matches()) {
      throw new VaultException.InvalidInput(
          "a key of AWS KMS is aws-kms://arn:aws:kms:REGION:ACCOUNT:key/ID; not an alias, which"
              + " could be moved to another key");
    }
    return new AwsKmsAddress(arn.group(), arn.group(2), endpoint.map(Endpoint::parse));
  }

  @Override
  public boolean isKey(String storedName) {
    return withoutRegion(storedName).equals(withoutRegion(keyName));
  }

  private static String withoutRegion(String name) {
    Matcher arn = ARN.matcher(name);
    return arn.matches() && arn.group(4).startsWith(MULTI_REGION)
        ? arn.group(1) + ":" + arn.group(3) + ":" + arn.group(4)
        : name;
  }
}

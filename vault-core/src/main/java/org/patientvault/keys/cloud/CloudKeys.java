package org.patientvault.keys.cloud;

import java.util.Map;

/**
 * Clients for keys in key services, nothing asked yet.
 *
 * <p>The one class that is loaded where a service's library is missing: nothing of a library stands
 * in it, and the JVM looks at the others when they are first used.
 */
public final class CloudKeys {
  private static final Map<String, String> AWS =
      Map.of(
          "software.amazon.awssdk.services.kms.KmsClient",
          "software.amazon.awssdk:kms",
          "software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient",
          "software.amazon.awssdk:url-connection-client");
  private static final Map<String, String> GOOGLE =
      Map.of(
          "com.google.auth.oauth2.GoogleCredentials",
          "com.google.auth:google-auth-library-oauth2-http");

  private CloudKeys() {}

  /** With the credentials that the AWS SDK finds on this machine. */
  public static CloudKey awsKms(AwsKmsAddress address) {
    OptionalJars.require("aws-kms", AWS);
    return AwsKmsKey.connect(address);
  }

  /** With the credentials that Google's library finds on this machine. */
  public static CloudKey gcpKms(GcpKmsAddress address) {
    OptionalJars.require("gcp-kms", GOOGLE);
    return GcpKmsKey.connect(address);
  }

  /** With {@code token}, which is wiped. */
  public static CloudKey transit(TransitAddress address, char[] token) {
    return new TransitKey(address, token, Limits.DEFAULT);
  }
}

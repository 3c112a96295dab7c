package org.patientvault.keys.cloud;

import java.util.Optional;
import java.util.regex.Pattern;
import org.patientvault.model.VaultException;

/** A key of Google Cloud KMS by its full resource name, without a version: Google keeps those. */
public record GcpKmsAddress(String keyName, Optional<Endpoint> endpoint) implements CloudAddress {
  private static final Endpoint GOOGLE = new Endpoint("https", "cloudkms.googleapis.com", -1);
  private static final Pattern NAME =
      Pattern.compile(
          "projects/[a-z0-9][a-z0-9.:-]{0,99}/locations/[a-z0-9-]{1,64}"
              + "/keyRings/[a-zA-Z0-9_-]{1,63}/cryptoKeys/[a-zA-Z0-9_-]{1,63}");

  /**
   * The address in a URI.
   *
   * @param path {@code //projects/P/locations/L/keyRings/R/cryptoKeys/K}
   * @throws VaultException.InvalidInput for anything else
   */
  public static GcpKmsAddress parse(String path, Optional<String> endpoint) {
    String name = path.startsWith("//") ? path.substring(2) : "";
    if (!NAME.matcher(name).matches()) {
      throw new VaultException.InvalidInput(
          "a key of Google Cloud KMS is"
              + " gcp-kms://projects/P/locations/L/keyRings/R/cryptoKeys/K, without a version");
    }
    return new GcpKmsAddress(name, endpoint.map(Endpoint::parse));
  }

  Endpoint server() {
    return endpoint.orElse(GOOGLE);
  }
}

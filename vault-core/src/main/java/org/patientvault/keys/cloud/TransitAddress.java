package org.patientvault.keys.cloud;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.patientvault.model.VaultException;

/**
 * A key of the transit engine of HashiCorp Vault or OpenBao.
 *
 * <p>Its name is the engine's mount and the key, without the server: one that moves keeps its keys.
 */
public record TransitAddress(
    String keyName, Endpoint server, String mount, String key, Optional<String> namespace)
    implements CloudAddress {
  private static final String SEGMENT = "[A-Za-z0-9_.-]{1,128}";
  private static final Pattern PATH =
      Pattern.compile(
          "//([^/?#@]+)/(" + SEGMENT + "(?:/" + SEGMENT + "){0,7})/keys/(" + SEGMENT + ")");
  private static final Pattern NAMESPACE = Pattern.compile(SEGMENT + "(/" + SEGMENT + "){0,15}/?");

  /**
   * The address in a URI.
   *
   * @param path {@code //HOST:PORT/MOUNT/keys/NAME}
   * @param scheme {@code http} for a server on this machine; else https
   * @throws VaultException.InvalidInput for anything else
   */
  public static TransitAddress parse(
      String path, Optional<String> scheme, Optional<String> namespace) {
    Matcher form = PATH.matcher(path);
    if (!form.matches() || hasDots(form.group(2)) || hasDots(form.group(3))) {
      throw new VaultException.InvalidInput(
          "a key of Vault or OpenBao is hcvault://HOST:PORT/MOUNT/keys/NAME; no user or token in"
              + " it");
    }
    if (namespace.filter(each -> hasDots(each) || !NAMESPACE.matcher(each).matches()).isPresent()) {
      throw new VaultException.InvalidInput("a namespace of Vault is a path of plain names");
    }
    Endpoint server = Endpoint.parse(scheme.orElse("https") + "://" + form.group(1));
    String name = form.group(2) + "/keys/" + form.group(3);
    return new TransitAddress(name, server, form.group(2), form.group(3), namespace);
  }

  private static boolean hasDots(String path) {
    return ("/" + path + "/").matches(".*/\\.{1,2}/.*");
  }

  String path(String action) {
    return "/v1/" + mount + "/" + action + "/" + key;
  }
}

package org.patientvault.keys.cloud;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.patientvault.model.VaultException;

/**
 * The server that a key service is asked at: {@code https://host} or {@code https://host:port}.
 *
 * <p>{@code http} only to this machine, by a literal address: a name may lead elsewhere.
 */
public record Endpoint(String scheme, String host, int port) {
  private static final Pattern FORM =
      Pattern.compile("(https?)://([A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::(\\d{1,5}))?");
  private static final Pattern LOOPBACK =
      Pattern.compile("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1]");

  public Endpoint {
    if (scheme.equals("http") && !LOOPBACK.matcher(host).matches()) {
      throw new VaultException.InvalidInput(
          "a key service is asked over https; plain http only at 127.0.0.1 or [::1]");
    }
    if (port < -1 || port == 0 || port > 65_535) {
      throw new VaultException.InvalidInput("a port is from 1 to 65535");
    }
  }

  /**
   * Reads one.
   *
   * @throws VaultException.InvalidInput for anything but scheme, host and port
   */
  static Endpoint parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new VaultException.InvalidInput(
          "an endpoint is https://host or https://host:port, without user, path or parameters");
    }
    String port = form.group(3);
    return new Endpoint(form.group(1), form.group(2), port == null ? -1 : Integer.parseInt(port));
  }

  public URI uri() {
    return URI.create(scheme + "://" + host + (port < 0 ? "" : ":" + port));
  }
}

package org.patientvault.internal.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.patientvault.model.VaultException;

/**
 * A vault in a PostgreSQL database: servers, database, and parameters of the driver from a short
 * list.
 *
 * <p>Towards another machine the connection is encrypted and the server's certificate is checked: a
 * weaker {@code sslmode} is refused. Parameters that load code, change transactions or carry
 * secrets are not taken. Names never need escaping: letters, digits, dots, dashes, underscores.
 *
 * @param servers one or several {@code host:port}, in the driver's spelling
 * @param parameters by the driver's names, {@code sslmode} always among them
 */
public record PostgresLocation(String servers, String database, Map<String, String> parameters)
    implements StoreLocation {
  private static final String HOST = "(?:\\[[0-9a-fA-F:]+\\]|[A-Za-z0-9._-]+)(?::\\d{1,5})?";
  private static final Pattern URL =
      Pattern.compile(
          "jdbc:postgresql://(" + HOST + "(?:," + HOST + ")*)/([A-Za-z0-9._-]+)(?:\\?(.*))?");
  private static final Pattern LOCAL =
      Pattern.compile("(?i)localhost|127(?:\\.\\d{1,3}){3}|\\[::1\\]");
  private static final Pattern PORT = Pattern.compile(":\\d{1,5}\\z");
  private static final Set<String> TAKEN =
      Set.of(
          "sslmode",
          "sslrootcert",
          "sslcert",
          "sslkey",
          "sslNegotiation",
          "channelBinding",
          "targetServerType",
          "hostRecheckSeconds",
          "connectTimeout",
          "socketTimeout",
          "gssEncMode",
          "kerberosServerName");
  private static final Set<String> CHECKED = Set.of("verify-full", "verify-ca");

  static PostgresLocation parse(String text) {
    Matcher url = URL.matcher(text);
    if (!url.matches()) {
      throw new VaultException.InvalidInput(
          "a vault on PostgreSQL is named jdbc:postgresql://HOST:PORT/DATABASE");
    }
    Map<String, String> parameters = parameters(url.group(3));
    boolean local = Stream.of(url.group(1).split(",", -1)).allMatch(PostgresLocation::isLocal);
    String mode = parameters.computeIfAbsent("sslmode", any -> local ? "prefer" : "verify-full");
    if (!local && !CHECKED.contains(mode)) {
      throw new VaultException.InvalidInput(
          "sslmode must be verify-full (or verify-ca) towards another machine: nobody else may"
              + " answer in the server's place; give its certificate authority with sslrootcert");
    }
    return new PostgresLocation(url.group(1), url.group(2), Map.copyOf(parameters));
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String each : query == null ? List.<String>of() : List.of(query.split("&", -1))) {
      int equals = each.indexOf('=');
      String name = equals < 0 ? each : each.substring(0, equals);
      if (equals < 0 || !TAKEN.contains(name)) {
        throw new VaultException.InvalidInput(
            "a vault's location takes only these parameters: "
                + String.join(", ", TAKEN.stream().sorted().toList()));
      }
      parameters.put(name, each.substring(equals + 1));
    }
    return parameters;
  }

  private static boolean isLocal(String server) {
    return LOCAL.matcher(PORT.matcher(server).replaceFirst("")).matches();
  }

  /** For the driver, without parameters. */
  String url() {
    return "jdbc:postgresql://" + servers + "/" + database;
  }

  @Override
  public String toString() {
    return database + " on " + servers;
  }
}

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
          "hostRecheckSeconds",
          "connectTimeout",
          "socketTimeout",
          "gssEncMode",
          "kerberosServerName");
  private static final Set<String> CHECKED = Set.of("verify-full", "verify-ca");
  private static final Set<String> MODES =
      Set.of("disable", "allow", "prefer", "require", "verify-full", "verify-ca");
  private static final Set<String> TIMES =
      Set.of("hostRecheckSeconds", "connectTimeout", "socketTimeout");
  private static final Pattern SECONDS = Pattern.compile("[1-9]\\d{0,3}");

  static PostgresLocation parse(String text) {
    Matcher url = URL.matcher(text);
    if (!url.matches()) {
      throw new VaultException.InvalidInput(
          "a vault on PostgreSQL is named jdbc:postgresql://HOST:PORT/DATABASE");
    }
    Map<String, String> parameters = parameters(url.group(3));
    boolean local = areLocal(url.group(1));
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
    parameters.forEach(PostgresLocation::check);
    return parameters;
  }

  /** A time without end would let callers wait without end. */
  private static void check(String name, String value) {
    if (TIMES.contains(name) && !SECONDS.matcher(value).matches()) {
      throw new VaultException.InvalidInput(name + " is a number of seconds, from 1 to 9999");
    }
    if (name.equals("sslmode") && !MODES.contains(value)) {
      throw new VaultException.InvalidInput(
          "sslmode is one of " + String.join(", ", MODES.stream().sorted().toList()));
    }
  }

  private static boolean areLocal(String servers) {
    return Stream.of(servers.split(",", -1)).allMatch(PostgresLocation::isLocal);
  }

  private static boolean isLocal(String server) {
    return LOCAL.matcher(PORT.matcher(server).replaceFirst("")).matches();
  }

  /** Whether every server is named by a loopback address of this machine. */
  boolean isThisMachine() {
    return areLocal(servers);
  }

  /** For the driver, without parameters. */
  public String url() {
    return "jdbc:postgresql://" + servers + "/" + database;
  }

  @Override
  public String toString() {
    return database + " on " + servers;
  }
}

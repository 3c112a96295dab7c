package org.patientvault.audit.fhir;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The identifier systems of one log: what lives as long as the vault, and what lives as long as the
 * shard.
 *
 * <p>Names in real life stand under the vault, pseudonyms under the shard, so that nobody takes one
 * for the other. They are URIs {@code urn:patientvault:<origin>:<what>}; the namespace is not
 * registered with IANA.
 */
final class Namespace {
  private static final String URN = "urn:patientvault:";
  private static final String HEX = "0123456789ABCDEF";

  /** An absolute URI of characters that RFC 3986 knows. */
  private static final Pattern URI =
      Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/?#@!$&'()*+,;=-]+");

  private static final Pattern CHECKED_BY_READERS = Pattern.compile("(?i)urn:(oid|uuid):.*");

  private final String vault;
  private final String shard;
  private final String issuers;

  final String site;
  final String node;
  final String process;
  final String client;
  final String patient;
  final String record;
  final String accessPolicy;
  final String actorPseudonym;
  final String patientPseudonym;
  final String recordPseudonym;
  final String entry;

  /** Of the log with this origin, {@code vault.<host>/<vault id>/<year>}. */
  Namespace(String origin) {
    int year = origin.lastIndexOf('/');
    site = year < 0 ? origin : origin.substring(0, year);
    vault = URN + encoded(site, true) + ":";
    shard = URN + encoded(origin, true) + ":";
    issuers = vault + "issuer:";
    node = vault + "node";
    process = vault + "process";
    client = vault + "client";
    patient = vault + "patient";
    record = vault + "record";
    accessPolicy = vault + "access-policy:";
    actorPseudonym = shard + "actor";
    patientPseudonym = shard + "patient";
    recordPseudonym = shard + "record";
    entry = shard + "entry";
  }

  /**
   * The system of user ids that {@code issuer} gives: itself where it is an absolute URI, else a
   * name under the vault's.
   */
  String issuer(String issuer) {
    boolean takesItself =
        URI.matcher(issuer).matches() && !CHECKED_BY_READERS.matcher(issuer).matches();
    return takesItself ? issuer : issuers + encoded(issuer, false);
  }

  /** The identifier of an OAuth token, by RFC 3553. */
  static String token(String jti) {
    return "urn:ietf:params:oauth:jti:" + encoded(jti, false);
  }

  private static String encoded(String text, boolean withSlashes) {
    StringBuilder encoded = new StringBuilder();
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      if (isPlain((char) each) || (withSlashes && each == '/')) {
        encoded.append((char) each);
      } else {
        encoded.append('%').append(HEX.charAt(each >> 4 & 15)).append(HEX.charAt(each & 15));
      }
    }
    return encoded.toString();
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_';
  }
}

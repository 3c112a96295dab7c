package org.patientvault.keys.stubs;

import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * AWS Signature Version 4, as "Create a signed AWS API request" of the IAM User Guide has it:
 * computed from the request as it arrived.
 */
final class SigV4 {
  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)/([^/]+)/aws4_request, ?"
              + "SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})");

  private SigV4() {}

  static boolean isSignedBy(
      HttpExchange exchange,
      byte[] body,
      String accessKey,
      String secretKey,
      String region,
      String service) {
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    Matcher form = AUTHORIZATION.matcher(given == null ? "" : given);
    if (!form.matches()
        || !form.group(1).equals(accessKey)
        || !form.group(3).equals(region)
        || !form.group(4).equals(service)
        || !(";" + form.group(5) + ";").contains(";host;")
        || !(";" + form.group(5) + ";").contains(";x-amz-target;")) {
      return false;
    }
    String scope = form.group(2) + "/" + region + "/" + service + "/aws4_request";
    String toSign =
        "AWS4-HMAC-SHA256\n"
            + exchange.getRequestHeaders().getFirst("X-Amz-Date")
            + "\n"
            + scope
            + "\n"
            + sha256(canonical(exchange, form.group(5), body).getBytes(StandardCharsets.UTF_8));
    byte[] key = ("AWS4" + secretKey).getBytes(StandardCharsets.UTF_8);
    for (String part : scope.split("/", -1)) {
      key = hmac(key, part);
    }
    return HexFormat.of().formatHex(hmac(key, toSign)).equals(form.group(6));
  }

  private static String canonical(HttpExchange exchange, String signedHeaders, byte[] body) {
    StringBuilder text = new StringBuilder(exchange.getRequestMethod()).append('\n');
    text.append(exchange.getRequestURI().getRawPath()).append("\n\n");
    for (String name : signedHeaders.split(";", -1)) {
      String value = exchange.getRequestHeaders().getFirst(name);
      text.append(name).append(':').append(value.strip().replaceAll(" +", " ")).append('\n');
    }
    return text.append('\n').append(signedHeaders).append('\n').append(sha256(body)).toString();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}

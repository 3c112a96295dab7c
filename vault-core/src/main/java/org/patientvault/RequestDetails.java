package org.patientvault;

import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.CanonicalJson;
import org.patientvault.audit.JsonMembers;
import org.patientvault.audit.JsonValue;
import org.patientvault.internal.crypto.Sha256;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * The part of a request that is not public: what exactly is asked for, and why. A random salt keeps
 * its digest, which is public, from telling it. Immutable.
 */
record RequestDetails(SortedMap<String, String> parameters, String reason, String saltHex) {
  private static final int MOST_BYTES = 16 << 10;
  private static final int MOST_REASON = 2000;
  private static final String PARAMETERS = "parameters";
  private static final String REASON = "reason";
  private static final String SALT = "salt";

  RequestDetails {
    if (reason.isBlank() || reason.length() > MOST_REASON) {
      throw new IllegalArgumentException("a reason has 1 to " + MOST_REASON + " characters");
    }
  }

  static RequestDetails of(Map<String, String> parameters, String reason, Bytes salt) {
    return new RequestDetails(new TreeMap<>(parameters), reason, salt.hex());
  }

  Bytes text() {
    JsonMembers named = JsonValue.members();
    parameters.forEach(named::put);
    return Bytes.wrap(
        CanonicalJson.write(
            JsonValue.members()
                .put(PARAMETERS, named.build())
                .put(REASON, reason)
                .put(SALT, saltHex)
                .build()));
  }

  Bytes digest() {
    return Sha256.of(text().toArray());
  }

  static RequestDetails parse(byte[] text) {
    try {
      Map<String, JsonValue> members = members(CanonicalJson.parse(text, MOST_BYTES));
      SortedMap<String, String> parameters = new TreeMap<>();
      members(members.get(PARAMETERS)).forEach((name, value) -> parameters.put(name, text(value)));
      return new RequestDetails(parameters, text(members.get(REASON)), text(members.get(SALT)));
    } catch (RuntimeException e) {
      throw new VaultException.Tampered("what was asked for cannot be read", e);
    }
  }

  private static Map<String, JsonValue> members(@Nullable JsonValue value) {
    return ((JsonValue.Members) Objects.requireNonNull(value)).members();
  }

  private static String text(@Nullable JsonValue value) {
    return ((JsonValue.Text) Objects.requireNonNull(value)).text();
  }

  /** The number of parameters: they may name a patient. */
  @Override
  public String toString() {
    return "RequestDetails[" + parameters.size() + "]";
  }
}

package org.patientvault.audit;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/** The members of a public text that must have these and no others. */
final class StrictMembers {
  private final String what;
  private final Map<String, JsonValue> members;

  private StrictMembers(String what, Map<String, JsonValue> members) {
    this.what = what;
    this.members = members;
  }

  /**
   * Reads an object of version 1.
   *
   * @param what is named in the refusal
   * @throws VaultException.InvalidInput when a member is missing, or one too many
   */
  static StrictMembers of(
      String what, @Nullable JsonValue value, Set<String> required, Set<String> optional) {
    Map<String, JsonValue> members =
        value instanceof JsonValue.Members read ? read.members() : Map.of();
    StrictMembers strict = new StrictMembers(what, members);
    boolean known =
        members.keySet().containsAll(required)
            && members.keySet().stream()
                .allMatch(name -> required.contains(name) || optional.contains(name));
    if (!known || !JsonValue.of(1L).equals(members.get("v"))) {
      throw strict.unreadable(null);
    }
    return strict;
  }

  boolean has(String name) {
    return members.containsKey(name);
  }

  @Nullable JsonValue value(String name) {
    return members.get(name);
  }

  String text(String name) {
    if (members.get(name) instanceof JsonValue.Text text) {
      return text.text();
    }
    throw unreadable(null);
  }

  /** So many bytes in lower-case hex digits. */
  Bytes hex(String name, int bytes) {
    String text = text(name);
    if (text.length() != 2 * bytes || !text.matches("[0-9a-f]*")) {
      throw unreadable(null);
    }
    return Bytes.wrap(HexFormat.of().parseHex(text));
  }

  /** A time in its one spelling. */
  Instant time(String name) {
    String text = text(name);
    try {
      Instant time = Instant.parse(text);
      if (time.toString().equals(text)) {
        return time;
      }
    } catch (DateTimeException e) {
      throw unreadable(e);
    }
    throw unreadable(null);
  }

  VaultException.InvalidInput unreadable(@Nullable Throwable cause) {
    return new VaultException.InvalidInput("not " + what + " of version 1", cause);
  }
}

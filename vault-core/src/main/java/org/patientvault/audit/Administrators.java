package org.patientvault.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.patientvault.model.VaultException;

/**
 * The administrators who ask and approve, with the public keys they sign with, in the order of
 * their names. With two or more, no one of them acts alone.
 *
 * <p>Public: stored and exported in clear, so a name is best that of a task. Immutable. Format:
 * docs/formats/audit-log.md, "Two persons".
 *
 * @param all Ed25519 keys under names {@code [a-z0-9][a-z0-9._-]{0,63}}; no name and no key twice,
 *     at most {@value #MOST}
 */
public record Administrators(List<VerifierKey> all) {
  /** As many as a vault has at most. */
  public static final int MOST = 16;

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final String MEMBER = "administrators";

  /**
   * Sorts {@code all}.
   *
   * @throws IllegalArgumentException for another name or kind of key, the same twice, or too many
   */
  public Administrators {
    all = all.stream().sorted(Comparator.comparing(VerifierKey::name)).toList();
    all.forEach(Administrators::check);
    if (all.size() > MOST
        || all.stream().map(VerifierKey::name).distinct().count() != all.size()
        || all.stream().map(VerifierKey::publicKey).distinct().count() != all.size()) {
      throw new IllegalArgumentException(
          "a vault has at most "
              + MOST
              + " administrators, each with a name and a key that no other one has");
    }
  }

  /**
   * Refuses a key that can be no administrator's.
   *
   * @throws IllegalArgumentException for another name, or another kind of key than Ed25519
   */
  public static void check(VerifierKey key) {
    if (key.type() != SignatureType.ED25519 || !isName(key.name())) {
      throw new IllegalArgumentException(
          "an administrator's key is of Ed25519, under a name of 1 to 64 of a-z 0-9 . _ -");
    }
  }

  /** Whether an administrator can be called so. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** Nobody: what a vault begins with. */
  public static Administrators none() {
    return new Administrators(List.of());
  }

  /** Whether one asks and another approves from now on. */
  public boolean isTwoPerson() {
    return all.size() > 1;
  }

  /** The key of the one who is called so. */
  public Optional<VerifierKey> named(String name) {
    return all.stream().filter(key -> key.name().equals(name)).findFirst();
  }

  /**
   * These and one more.
   *
   * @throws VaultException.Conflict when the name, or the key, is there already
   * @throws VaultException.LimitExceeded when there are {@value #MOST}
   * @throws VaultException.InvalidInput for a key that can be no administrator's
   */
  public Administrators with(VerifierKey added) {
    if (named(added.name()).isPresent()
        || all.stream().anyMatch(key -> key.publicKey().equals(added.publicKey()))) {
      throw new VaultException.Conflict("an administrator has this name, or this key, already");
    }
    if (all.size() == MOST) {
      throw new VaultException.LimitExceeded("a vault has at most " + MOST + " administrators");
    }
    List<VerifierKey> more = new ArrayList<>(all);
    more.add(added);
    try {
      return new Administrators(more);
    } catch (IllegalArgumentException e) {
      throw new VaultException.InvalidInput(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * These without one.
   *
   * @throws VaultException.NotFound when nobody is called so
   */
  public Administrators without(String name) {
    if (named(name).isEmpty()) {
      throw new VaultException.NotFound("no administrator is called so");
    }
    return new Administrators(all.stream().filter(key -> !key.name().equals(name)).toList());
  }

  /** The canonical text. */
  public byte[] text() {
    return CanonicalJson.write(JsonValue.members().put(MEMBER, keys()).put("v", 1L).build());
  }

  /** Their keys, as GENESIS lists them. */
  public JsonValue keys() {
    return JsonValue.ofTexts(all.stream().map(VerifierKey::vkey).toList());
  }

  /**
   * Reads what {@link #text} wrote, and only that.
   *
   * @throws VaultException.InvalidInput when it is anything else
   * @throws VaultException.LimitExceeded when it is longer than 65,536 bytes
   */
  public static Administrators parse(byte[] text) {
    return JsonFields.read(
        text,
        NamedText.MOST_BYTES,
        "a list of administrators of version 1",
        fields -> ofKeys(fields.texts(MEMBER)),
        Administrators::text);
  }

  /**
   * Those that a GENESIS text names; none where it says {@code single}.
   *
   * @throws VaultException.InvalidInput when it is no such text
   */
  static Administrators atGenesis(byte[] facts) {
    return JsonFields.take(
        facts,
        NamedText.MOST_BYTES,
        "what a log begins with",
        fields ->
            fields.says(MEMBER, JsonValue.of("single")) ? none() : ofKeys(fields.texts(MEMBER)));
  }

  private static Administrators ofKeys(List<String> vkeys) {
    return new Administrators(vkeys.stream().map(VerifierKey::parse).toList());
  }
}

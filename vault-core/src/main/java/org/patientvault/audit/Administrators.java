package org.patientvault.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.Bytes;
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
  private static final Set<String> MEMBERS = Set.of("administrators", "v");

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
    if (key.type() != SignatureType.ED25519 || !NAME.matcher(key.name()).matches()) {
      throw new IllegalArgumentException(
          "an administrator's key is of Ed25519, under a name of 1 to 64 of a-z 0-9 . _ -");
    }
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
    return CanonicalJson.write(
        JsonValue.members().put("administrators", keys()).put("v", 1L).build());
  }

  /** Their keys, as GENESIS lists them. */
  public JsonValue keys() {
    return JsonValue.ofTexts(all.stream().map(VerifierKey::vkey).toList());
  }

  /**
   * Reads what {@link #text} wrote, and only that.
   *
   * @throws VaultException.InvalidInput when it is anything else
   */
  public static Administrators parse(byte[] text) {
    StrictMembers members =
        StrictMembers.of(
            "a list of administrators",
            CanonicalJson.parse(text, NamedText.MOST_BYTES),
            MEMBERS,
            Set.of());
    Administrators read = ofKeys(members.value("administrators"));
    if (!Bytes.wrap(read.text()).equals(Bytes.of(text))) {
      throw members.unreadable(null);
    }
    return read;
  }

  /**
   * Those that a GENESIS text names; none where it says {@code single}.
   *
   * @throws VaultException.InvalidInput when it is no such text
   */
  static Administrators atGenesis(byte[] facts) {
    if (CanonicalJson.parse(facts, NamedText.MOST_BYTES) instanceof JsonValue.Members read) {
      JsonValue named = read.members().get("administrators");
      return JsonValue.of("single").equals(named) ? none() : ofKeys(named);
    }
    throw new VaultException.InvalidInput("not what a log begins with");
  }

  private static Administrators ofKeys(@Nullable JsonValue keys) {
    List<VerifierKey> read = new ArrayList<>();
    if (keys instanceof JsonValue.Items items) {
      for (JsonValue item : items.items()) {
        read.add(VerifierKey.parse(item instanceof JsonValue.Text text ? text.text() : ""));
      }
    }
    try {
      return new Administrators(read);
    } catch (IllegalArgumentException e) {
      throw new VaultException.InvalidInput(String.valueOf(e.getMessage()), e);
    }
  }
}

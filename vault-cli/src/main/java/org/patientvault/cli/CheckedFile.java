package org.patientvault.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.JsonMembers;
import org.patientvault.audit.JsonValue;
import org.patientvault.keys.RecoveryKey;
import org.patientvault.keys.RecoveryRecipient;
import org.patientvault.keys.RecoveryShare;
import org.patientvault.model.VaultException;

/**
 * What one file turned out to be.
 *
 * @param place among the files given, from 1
 * @param name its set, or its key's fingerprint; empty when it is damaged
 * @param wrong what is wrong with it; empty when it is intact
 */
record CheckedFile(
    int place, String what, String name, String vault, @Nullable RecoveryShare share, String wrong)
    implements AutoCloseable {

  static CheckedFile of(int place, Path file) {
    try {
      return RecoveryFiles.read(file, text -> of(place, text));
    } catch (VaultException.InvalidInput e) {
      return new CheckedFile(place, "?", "", "", null, String.valueOf(e.getMessage()));
    }
  }

  private static CheckedFile of(int place, char[] text) {
    if (RecoveryKey.isIn(text)) {
      try (RecoveryKey key = RecoveryKey.parse(text)) {
        return key(place, "whole recovery key", key.recipient());
      }
    }
    if (RecoveryRecipient.isIn(text)) {
      return key(place, "public key", RecoveryRecipient.parse(text));
    }
    RecoveryShare share = RecoveryShare.parse(text);
    String what =
        "share " + share.number() + " of " + share.of() + ", " + share.needed() + " needed";
    return new CheckedFile(place, what, share.setId(), share.vault().toString(), share, "");
  }

  private static CheckedFile key(int place, String what, RecoveryRecipient recipient) {
    return new CheckedFile(place, what, recipient.fingerprint().hex(), "", null, "");
  }

  boolean intact() {
    return wrong.isEmpty();
  }

  List<String> row(boolean withVault, Set<String> known) {
    return List.of(
        String.valueOf(place), what, vault.isEmpty() ? name : vault, found(withVault, known));
  }

  private String found(boolean withVault, Set<String> known) {
    if (!intact()) {
      return wrong;
    }
    String set = share == null ? "intact" : "intact, set " + name;
    if (!withVault) {
      return set;
    }
    return set
        + (known.contains(name) ? ", the vault has its slot" : ", the vault has no slot for it");
  }

  JsonValue json(boolean withVault, Set<String> known) {
    JsonMembers facts =
        JsonValue.members().put("file", (long) place).put("intact", intact()).put("what", what);
    if (!intact()) {
      return facts.put("wrong", wrong).build();
    }
    if (share == null) {
      facts.put("fingerprint", name);
    } else {
      facts
          .put("set", name)
          .put("vault", vault)
          .put("share", (long) share.number())
          .put("of", (long) share.of())
          .put("needed", (long) share.needed());
    }
    return withVault ? facts.put("slot", known.contains(name)).build() : facts.build();
  }

  @Override
  public void close() {
    if (share != null) {
      share.close();
    }
  }
}

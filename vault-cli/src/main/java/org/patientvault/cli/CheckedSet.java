package org.patientvault.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.patientvault.audit.JsonValue;
import org.patientvault.keys.RecoveryKey;
import org.patientvault.keys.RecoveryShare;
import org.patientvault.model.VaultException;

/** Whether the shares of one set, among the files given, are enough and belong together. */
record CheckedSet(String set, boolean joins, String words) {
  static List<CheckedSet> of(List<CheckedFile> files) {
    Map<String, List<RecoveryShare>> sets = new TreeMap<>();
    files.stream()
        .map(CheckedFile::share)
        .filter(Objects::nonNull)
        .forEach(share -> sets.computeIfAbsent(share.setId(), id -> new ArrayList<>()).add(share));
    List<CheckedSet> checked = new ArrayList<>();
    sets.forEach((id, shares) -> checked.add(of(id, shares)));
    return checked;
  }

  private static CheckedSet of(String set, List<RecoveryShare> shares) {
    try (RecoveryKey key = RecoveryKey.join(shares.get(0).vault(), shares)) {
      return new CheckedSet(
          set,
          true,
          "together the shares of set "
              + set
              + " give the recovery key "
              + key.recipient().fingerprint().hex());
    } catch (VaultException.InvalidInput e) {
      return new CheckedSet(set, false, String.valueOf(e.getMessage()));
    }
  }

  JsonValue json() {
    return JsonValue.members().put("set", set).put("joins", joins).put("words", words).build();
  }
}

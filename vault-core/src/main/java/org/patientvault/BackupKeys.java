package org.patientvault;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.patientvault.model.KeyLevel;

/**
 * A backup and the keys that it holds, as the log tells: whoever has the backup and one of its
 * slots has these keys, whatever becomes of them in the vault.
 *
 * @param logIndex the entry that tells of it
 * @param keys for each level the ids of its keys; of patients' own keys the versions that there
 *     were. Empty of a backup that an earlier version of this library made
 */
public record BackupKeys(long logIndex, Instant time, Map<KeyLevel, List<Integer>> keys) {
  public BackupKeys {
    keys = Map.copyOf(keys);
  }

  /** Whether it holds this key, as far as is known. */
  public boolean holds(KeyLevel level, int key) {
    return keys.isEmpty() || keys.getOrDefault(level, List.of()).contains(key);
  }
}

package org.patientvault;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.patientvault.model.KeyLevel;

/**
 * A backup and the keys that it holds, as the log tells: whoever has the backup and one of its
 * slots has these keys, whatever becomes of them in the vault.
 *
 * @param id names it in the log and in its manifest; empty of one that an earlier version made
 * @param logIndex the entry that tells of it
 * @param until when it is to be destroyed
 * @param whole whether the log has its manifest, without which it is no backup that can be put
 *     back; of one that this vault was restored from it has none
 * @param gone whether somebody said that it is, or it could not be written
 * @param keys for each level the ids of its keys; of patients' own keys the versions that there
 *     were. Empty of a backup that an earlier version of this library made
 */
public record BackupKeys(
    String id,
    long logIndex,
    Instant time,
    Instant until,
    boolean whole,
    boolean gone,
    Map<KeyLevel, List<Integer>> keys) {
  public BackupKeys {
    keys = Map.copyOf(keys);
  }

  /** Whether it holds this key, as far as is known. */
  public boolean holds(KeyLevel level, int key) {
    return !gone && (keys.isEmpty() || keys.getOrDefault(level, List.of()).contains(key));
  }
}

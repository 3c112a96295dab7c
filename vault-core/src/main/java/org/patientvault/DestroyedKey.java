package org.patientvault;

import org.patientvault.model.KeyLevel;

/**
 * A key that is gone for good.
 *
 * @param key its id within the level; of patients' own keys the version
 * @param keys how many keys went: 1, or of patients' own keys one for each patient
 * @param scrubbed whether it left the database's own files too; false when somebody who was reading
 *     stood in the way: it leaves them when it is tried again ({@link Erasures#scrub}). What the
 *     file system and copies of it keep is beyond the vault
 */
public record DestroyedKey(KeyLevel level, int key, long keys, boolean scrubbed) {}

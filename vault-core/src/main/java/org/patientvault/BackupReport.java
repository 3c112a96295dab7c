package org.patientvault;

import org.patientvault.audit.BackupManifest;
import org.patientvault.audit.Checkpoint;

/**
 * A backup that is whole, as its manifest says.
 *
 * @param manifest the very one that was checked
 * @param head of the log that names the manifest
 * @param trusted whether by keys that were given; else by those in the backup itself, which whoever
 *     made all of it could have made too
 */
public record BackupReport(BackupManifest manifest, Checkpoint head, boolean trusted) {
  /** What the manifest says. */
  public BackupManifest.Contents contents() {
    return manifest.contents();
  }
}

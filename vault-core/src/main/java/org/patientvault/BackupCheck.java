package org.patientvault;

import java.nio.file.Path;
import java.util.Optional;
import org.patientvault.audit.BackupManifest;
import org.patientvault.audit.Checkpoint;
import org.patientvault.audit.LogPublicKeys;
import org.patientvault.audit.MerkleFrontier;
import org.patientvault.audit.MerkleHash;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.internal.jobs.BackupFiles;
import org.patientvault.internal.store.DatabaseLogin;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.Store;
import org.patientvault.internal.store.StoreLocation;
import org.patientvault.model.VaultException;

/**
 * Holds a backup against its manifest, and that against the log's keys. Needs none of the vault.
 */
final class BackupCheck {
  private final BackupFiles files;
  private final Optional<TrustPolicy> trust;

  BackupCheck(Path backup, Optional<TrustPolicy> trust) {
    this.files = new BackupFiles(backup);
    this.trust = trust;
  }

  BackupReport run() {
    BackupManifest manifest = files.read();
    BackupManifest.Contents contents = manifest.contents();
    if (!files.facts().equals(contents.file())) {
      throw new VaultException.Tampered(
          "the backup's file is not the one that its manifest names: it was changed, cut short, or"
              + " another manifest lies beside it");
    }
    if (contents.layout() > Store.LAYOUT) {
      throw new VaultException.UnsupportedFormat(
          "the backup has layout "
              + contents.layout()
              + ", this program knows up to "
              + Store.LAYOUT
              + "; use a newer patientvault");
    }
    try (Store copy = examined(files.file())) {
      return copy.readAtLength(
          rows -> {
            checkContents(rows, contents);
            Checkpoint head = manifest.verify(trust.orElseGet(() -> own(rows, manifest)));
            return new BackupReport(manifest, head, trust.isPresent());
          });
    }
  }

  static Store examined(Path file) {
    return Store.examine(StoreLocation.parse(file.toString()), new DatabaseLogin(null, null));
  }

  private static void checkContents(ReadView rows, BackupManifest.Contents contents) {
    if (!VaultOpening.vaultId(rows).toString().equals(contents.vault())
        || !rows.countAll().equals(contents.rows())
        || rows.erasures().lastNumber() != contents.erasures()
        || !Backups.log(rows).equals(contents.log())
        || !isHashed(rows, contents.log())) {
      throw new VaultException.Tampered(
          "the backup does not hold what its manifest says; it was made with an altered program or"
              + " from an altered vault");
    }
  }

  private static boolean isHashed(ReadView rows, BackupManifest.LogFacts log) {
    MerkleFrontier tree = new MerkleFrontier();
    MerkleHash hash = new MerkleHash();
    rows.streamEntries(
        rows.theState().shard(),
        0,
        Long.MAX_VALUE,
        entry -> tree.append(hash.leaf(entry.leaf().unsafeArray())));
    return tree.size() == log.size() && tree.root().equals(log.root());
  }

  /** The keys that the backup's newest log names; the manifest's may be a later one's. */
  private static TrustPolicy own(ReadView rows, BackupManifest manifest) {
    LogPublicKeys keys =
        LogIdentity.named(rows, rows.theState().shard())
            .orElseThrow(
                () -> new VaultException.Tampered("the backup's log does not name its keys"));
    return TrustPolicy.of(keys.named(manifest.origin()));
  }
}

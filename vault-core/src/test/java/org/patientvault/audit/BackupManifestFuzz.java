package org.patientvault.audit;

import static org.patientvault.fuzz.Reading.require;
import static org.patientvault.fuzz.Reading.requireSame;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.patientvault.audit.BackupManifest.Contents;
import org.patientvault.foreign.ForeignManifest;
import org.patientvault.foreign.ForeignRefusal;
import org.patientvault.fuzz.Reading;
import org.patientvault.fuzz.Seeded;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * A manifest, its text and an incident have one spelling, a second reader reads and refuses the
 * same texts, and no manifest but the log's own is proven.
 */
class BackupManifestFuzz implements Seeded {
  private static final TestBackup BACKUP = new TestBackup();

  private interface Second {
    Object read(byte[] text) throws ForeignRefusal;
  }

  @FuzzTest
  void parse(byte[] file) {
    Optional<Contents> read =
        Reading.of(
            () -> new BackupManifest(Bytes.of(file), BACKUP.manifest.proof()).contents(),
            VaultException.InvalidInput.class,
            VaultException.LimitExceeded.class);
    read.ifPresent(each -> requireSame(each.text(), file, "a text"));
    requireAlike(read.isPresent(), file, ForeignManifest::text);
    Optional<Optional<Incident>> incident =
        Reading.of(
            () -> Incident.of(file),
            VaultException.InvalidInput.class,
            VaultException.LimitExceeded.class);
    requireAlike(incident.isPresent(), file, ForeignManifest::incident);
    Reading.of(
            () -> BackupManifest.parse(file),
            VaultException.InvalidInput.class,
            VaultException.UnsupportedFormat.class)
        .ifPresent(
            each -> {
              requireSame(each.file(), file, "a manifest");
              verify(each);
            });
  }

  private static void requireAlike(boolean isRead, byte[] text, Second second) {
    try {
      require((second.read(text) != null) == isRead, "read by the second alone");
    } catch (ForeignRefusal e) {
      require(!isRead, "refused by the second alone: " + e.getMessage());
    }
  }

  private static void verify(BackupManifest read) {
    Reading.of(
            () -> read.verify(BACKUP.log.policy()),
            VaultException.InvalidInput.class,
            VaultException.Tampered.class,
            VaultException.KeyUnavailable.class)
        .ifPresent(
            head ->
                require(read.text().equals(BACKUP.manifest.text()), "another backup was proven"));
  }

  @Override
  public Map<String, byte[]> seeds() {
    Map<String, byte[]> seeds = new LinkedHashMap<>();
    seeds.put("manifest", BACKUP.manifest.file());
    seeds.put("text", Samples.ascii(TestBackup.texts().get(0)));
    seeds.put("bare", Samples.ascii(TestBackup.texts().get(1)));
    seeds.put("incident", Samples.ascii(TestBackup.incidents().get(1)));
    seeds.put("none", Samples.ascii(TestBackup.incidents().get(2)));
    return seeds;
  }
}

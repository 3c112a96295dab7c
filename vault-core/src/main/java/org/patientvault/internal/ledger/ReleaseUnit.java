package org.patientvault.internal.ledger;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.patientvault.internal.store.RevisionRow;
import org.patientvault.internal.store.WriteView;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;

/**
 * Checks inside the appending transaction that what was fetched is still what is there, and appends
 * one entry per release, which commits to the rows read.
 *
 * <p>Any mismatch (erased patient, newer revision, other bytes, destroyed key, other policy)
 * refuses all of it, as a DENY entry.
 */
public final class ReleaseUnit implements Unit<List<Long>> {
  private final List<Release> releases;
  private final Rows digests;

  /** How a stored row is turned into its digest. */
  @FunctionalInterface
  public interface Rows {
    Bytes digest(RevisionRow row);
  }

  ReleaseUnit(List<Release> releases, Rows digests) {
    this.releases = releases;
    this.digests = digests;
  }

  @Override
  public boolean mutates() {
    return false;
  }

  @Override
  public List<Long> run(LedgerTransaction transaction) {
    List<Long> indexes = new ArrayList<>(releases.size());
    Set<PatientRef> checked = new HashSet<>();
    for (Release release : releases) {
      checkSchema(transaction, release);
      release.rows().forEach(row -> check(transaction.rows(), row, checked));
      indexes.add(transaction.append(release.entry().committing(rowsOf(release))));
    }
    return indexes;
  }

  /** The entry says which bytes were read: the digest of the row, or the root over several. */
  private static Bytes rowsOf(Release release) {
    return RowDigests.together(release.rows().stream().map(RowClaim::rowDigest).toList());
  }

  /** Another schema may name another class for a field, or another group to find it in. */
  private static void checkSchema(LedgerTransaction transaction, Release release) {
    if (release.schemaVersion() != transaction.state().schemaVersion()) {
      throw new VaultException.Conflict(
          "the schema changed to version "
              + transaction.state().schemaVersion()
              + " meanwhile; ask again");
    }
  }

  private void check(WriteView rows, RowClaim claim, Set<PatientRef> checked) {
    if (checked.add(claim.patient()) && rows.tombstone(claim.patient()).isPresent()) {
      throw new VaultException.Erased(
          "the patient " + claim.patient() + " was erased; nothing can be read any more");
    }
    RevisionRow row =
        (claim.newest()
                ? rows.headRevision(claim.patient(), claim.record())
                : rows.revision(claim.patient(), claim.record(), claim.revision()))
            .orElseThrow(() -> changed(claim));
    if (row.revision() != claim.revision() || !digests.digest(row).equals(claim.rowDigest())) {
      throw changed(claim);
    }
    for (int version : claim.keyVersions()) {
      if (!rows.hasPatientKey(claim.patient(), version)) {
        throw changed(claim);
      }
    }
  }

  private static VaultException.Conflict changed(RowClaim claim) {
    return new VaultException.Conflict(
        "the record "
            + claim.record()
            + " changed while it was being read, so nothing was released; read again");
  }

  @Override
  public EntryDraft refusal(VaultException why) {
    return releases.get(0).entry().refused(why);
  }
}

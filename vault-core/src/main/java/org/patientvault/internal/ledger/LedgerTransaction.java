package org.patientvault.internal.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.NodeSeal;
import org.patientvault.internal.store.KeyRow;
import org.patientvault.internal.store.LogHeadRow;
import org.patientvault.internal.store.PayloadRow;
import org.patientvault.internal.store.StateRow;
import org.patientvault.internal.store.WriteView;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;

/**
 * The one transaction of a batch, as its units see it: rows to check and change, and entries to
 * append.
 *
 * <p>An entry's index is known at once; its bytes are made when all units have run, so that an
 * undone unit leaves no gap. Used by the thread that commits.
 */
public final class LedgerTransaction {
  private final WriteView rows;
  private final LogHeadRow head;
  private final StateRow before;
  private final WrittenDigests written;
  private final LogSubjects subjects;
  private final List<EntryDraft> drafts = new ArrayList<>();

  /** The rows that drafts with a list wrote, by the indexes of these. */
  private final Map<Long, Set<Bytes>> listed = new HashMap<>();

  /** As units changed it. */
  private StateRow state;

  /** What {@link #keyVersion} found, until a unit changes rows that it may have read. */
  private final Map<PatientRef, Integer> keyVersions = new HashMap<>();

  /** How many entries of this boot follow its last seal, with those drafted. */
  private int unsealed;

  private final int unsealedBefore;

  LedgerTransaction(
      WriteView rows,
      LogHeadRow head,
      StateRow state,
      WrittenDigests written,
      LogSubjects subjects,
      int unsealed) {
    this.rows = rows;
    this.head = head;
    this.before = state;
    this.state = state;
    this.written = written;
    this.subjects = subjects;
    this.unsealedBefore = unsealed;
    this.unsealed = unsealed;
  }

  /** Where a unit began, for undoing it alone. */
  record Mark(int drafts, boolean savepoint, StateRow state) {}

  Mark mark(boolean mutates) {
    if (mutates) {
      keyVersions.clear();
      rows.savepoint();
    }
    return new Mark(drafts.size(), mutates, state);
  }

  void keep(Mark mark) {
    if (mark.savepoint()) {
      keyVersions.clear();
      rows.release();
    }
  }

  void undo(Mark mark) {
    if (mark.savepoint()) {
      keyVersions.clear();
      rows.rollbackToSavepoint();
      subjects.rolledBack();
      state = mark.state();
    }
    drafts.subList(mark.drafts(), drafts.size()).clear();
    listed.keySet().removeIf(index -> index >= end());
    unsealed = unsealedBefore;
    drafts.forEach(this::count);
  }

  /** The rows, as of this transaction. */
  public WriteView rows() {
    return rows;
  }

  /** The state of policy, schema and keys, as of this transaction. */
  public StateRow state() {
    return state;
  }

  /** Puts another state in force, for the units of this batch that come after too. */
  public void putState(StateRow changed) {
    rows.putState(changed);
    state = changed;
  }

  /** The state before any unit changed it. */
  StateRow stateBefore() {
    return before;
  }

  /**
   * Refuses what was prepared under another schema: it may name another class for a field, or
   * another group to find it in.
   */
  public void checkSchema(int version) {
    if (version != state.schemaVersion()) {
      throw new VaultException.Conflict(
          "the schema changed to version " + state.schemaVersion() + " meanwhile; ask again");
    }
  }

  /**
   * The version of {@code patient}'s current key, 0 for nobody. Many units of one batch write for
   * one patient: the rows are asked once.
   *
   * @throws VaultException.Erased when the patient was erased
   */
  public int keyVersion(PatientRef patient) {
    return keyVersions.computeIfAbsent(patient, this::findKeyVersion);
  }

  private int findKeyVersion(PatientRef patient) {
    if (rows.tombstone(patient).isPresent()) {
      throw new VaultException.Erased(
          "the patient " + patient + " was erased; admit the patient anew");
    }
    return rows.currentPatientKey(patient).map(KeyRow::version).orElse(0);
  }

  /**
   * Appends an entry that wrote the rows with these digests, which are listed beside the log, and
   * gives its index.
   */
  public long appendListing(EntryDraft draft, List<Bytes> digests) {
    PayloadRow list = RowList.of(digests);
    rows.putPayload(list);
    long at = append(draft.publishing(list.sha256()));
    listed.put(at, Set.copyOf(digests));
    return at;
  }

  /** What entries of this transaction call {@code patient}; made where there was no name yet. */
  public Bytes pseudonym(PatientRef patient) {
    return subjects.patient(rows, patient).pseudonym();
  }

  /**
   * Deletes what the log knows {@code patient} by, and gives the pseudonym; empty when it knows
   * nothing. Other processes hear of it by the state's next generation, which the caller puts.
   */
  public Optional<Bytes> eraseSubject(PatientRef patient) {
    return subjects.erase(rows, patient);
  }

  /** The shard that entries of this transaction go to. */
  public int shard() {
    return head.shard();
  }

  /** The log that they go to. */
  public String origin() {
    return head.origin();
  }

  /**
   * Whether the entry at this place says that the row with this digest was written; a unit before
   * this one may have drafted it.
   */
  boolean isCommitted(int shard, long index, Bytes digest) {
    long drafted = index - head.size();
    if (shard != head.shard() || drafted < 0) {
      return written.holds(rows, shard, index, digest);
    }
    return drafted < drafts.size()
        && (drafts.get((int) drafted).writes(digest)
            || listed.getOrDefault(index, Set.of()).contains(digest));
  }

  /** The index that the next {@link #append} will give. */
  public long nextIndex() {
    if (unsealed >= NodeSeal.MOST_UNSEALED) {
      add(EntryDraft.of(EventCode.SEAL).spelled());
    }
    return end();
  }

  private long end() {
    return head.size() + drafts.size();
  }

  /**
   * Appends an entry and gives its index.
   *
   * @throws VaultException.Conflict when another access policy decided than the one in force
   * @throws VaultException.Tampered when the log no longer knows whom the entry names
   */
  public long append(EntryDraft draft) {
    int decidedBy = draft.request().policyVersion();
    if (decidedBy > 0 && decidedBy != state.policyVersion()) {
      throw new VaultException.Conflict(
          "the access policy changed to version "
              + state.policyVersion()
              + " meanwhile; ask again");
    }
    // Here a detail that cannot be spelled, or a name that cannot be given, fails the unit that
    // brought it; later, the whole batch.
    subjects.check(rows, draft);
    return appendSpelled(draft.spelled());
  }

  /** Appends what a refused unit says; it may name the policy that was in force before. */
  void appendRefusal(EntryDraft draft) {
    appendSpelled(subjects.nameable(rows, draft).spellable());
  }

  /** The seals that are due come first. */
  private long appendSpelled(EntryDraft draft) {
    long index = nextIndex();
    add(draft);
    return index;
  }

  private void add(EntryDraft draft) {
    drafts.add(draft);
    count(draft);
  }

  private void count(EntryDraft draft) {
    unsealed = draft.seals() ? 0 : unsealed + 1;
  }

  /** What the units of this transaction append so far, by index: no row of the log yet. */
  public Map<Long, EntryDraft> drafted() {
    Map<Long, EntryDraft> drafted = new LinkedHashMap<>();
    drafts.forEach(draft -> drafted.put(head.size() + drafted.size(), draft));
    return drafted;
  }

  LogHeadRow head() {
    return head;
  }

  List<EntryDraft> drafts() {
    return drafts;
  }
}

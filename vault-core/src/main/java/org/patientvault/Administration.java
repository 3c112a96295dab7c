package org.patientvault;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.patientvault.access.AccessPolicy;
import org.patientvault.access.AccessRequest;
import org.patientvault.audit.BackupManifest;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.RequestKind;
import org.patientvault.internal.documents.PolicyFile;
import org.patientvault.internal.documents.SchemaFile;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.StateSeal;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.SlotRow;
import org.patientvault.keys.RecoveryRecipient;
import org.patientvault.keys.Unlock;
import org.patientvault.model.VaultException;

/**
 * An administrator at work: slots, policy, schema, backups. Opens no record. Every change, and
 * every refused one, is in the log; looking at what anybody with the file can see is not. Where two
 * administrators are enrolled, some changes need both: {@link Approvals}.
 *
 * <p>Adding or removing a slot revokes nobody: who copied an old slot and knows its secret keeps
 * the root. Safe for use by several threads.
 */
public final class Administration {
  private final Access access;
  private final Engine engine;
  private final Optional<String> request;

  Administration(Access access) {
    this(access, Optional.empty());
  }

  private Administration(Access access, Optional<String> request) {
    this.access = access;
    this.engine = access.engine;
    this.request = request;
  }

  /**
   * The same, to do one thing that another administrator approved; see {@link #approvals}.
   *
   * @param requestId at least its first four hex digits
   * @throws VaultException.InvalidInput when no request can be named so
   */
  public Administration under(String requestId) {
    return new Administration(access, Optional.of(StoredRequest.checkedId(requestId)));
  }

  /** What two administrators have to agree to, and how they do. */
  public Approvals approvals() {
    return new Approvals(engine, this::demand, request);
  }

  /** The slots, in order of their ids. */
  public List<SlotInfo> slots() {
    return VaultOpening.slots(engine.store.read(ReadView::slots));
  }

  /**
   * Adds a slot, so that {@code added} opens the vault too.
   *
   * @param current opens a slot that is there already
   * @throws VaultException.KeyUnavailable when {@code current} opens none, or {@code added} cannot
   *     be used
   * @throws VaultException.InvalidInput when the new secret is too short
   * @throws VaultException.AccessDenied when the policy does not let this role administer
   */
  public SlotInfo addSlot(Unlock current, Unlock added) {
    return addSlot(List.of(current), added);
  }

  /** As {@link #addSlot(Unlock, Unlock)}, with the first of {@code current} that opens a slot. */
  public SlotInfo addSlot(List<Unlock> current, Unlock added) {
    return add(current, secrets -> Slots.enrol(engine.id, added, secrets, engine.random));
  }

  /**
   * Adds a slot that only {@code recipient}'s private half opens, which need not be here.
   *
   * <p>Nobody can try here whether that half exists: let its keeper rehearse it. Compare the
   * fingerprint over another way than the public key came.
   *
   * @throws VaultException.KeyUnavailable when {@code current} opens no slot, or the public key
   *     wraps nothing
   */
  public SlotInfo addRecipient(List<Unlock> current, RecoveryRecipient recipient) {
    return add(current, secrets -> Slots.enrol(engine.id, recipient, secrets, engine.random));
  }

  private SlotInfo add(List<Unlock> current, Function<Slots.Opened, SlotRow> enrol) {
    EntryDraft draft = demand(EventCode.KEY_SLOT_ADD);
    try (Slots.Opened secrets =
        Slots.open(engine.id, engine.store.read(ReadView::slots), current)) {
      SlotRow slot = enrol.apply(secrets);
      EntryDraft told = Slots.tell(draft, slot).with("openedBy", secrets.by().uri());
      engine.ledger.commit(
          new SlotUnit(
              engine,
              told,
              List.of(secrets.by()),
              List.of(slot),
              List.of(),
              (transaction, of) -> of));
      return VaultOpening.slots(List.of(slot)).get(0);
    }
  }

  /**
   * Opens a slot once more and says so in the log, in this actor's name: for a rehearsal with a
   * recovery key, or any other secret that is seldom used. Changes nothing.
   *
   * @return the slot that {@code unlock} opens
   * @throws VaultException.KeyUnavailable when it opens none
   */
  public SlotInfo rehearse(Unlock unlock) {
    EntryDraft draft = demand(EventCode.KEY_STATE);
    try (Slots.Opened secrets =
        Slots.open(engine.id, engine.store.read(ReadView::slots), List.of(unlock))) {
      SlotRow slot = secrets.by();
      engine.ledger.append(List.of(Slots.tell(draft, slot).with("action", "rehearse")));
      return VaultOpening.slots(List.of(slot)).get(0);
    }
  }

  /**
   * Removes a slot.
   *
   * @param slotId at least the first four hex digits
   * @throws VaultException.Refused when it is the last one that opens the vault, or two
   *     administrators are enrolled and did not agree to it
   * @throws VaultException.NotFound when no slot, or more than one, has an id that begins so
   */
  public void removeSlot(String slotId) {
    EntryDraft draft = demand(EventCode.KEY_SLOT_REMOVE);
    SlotRow slot = slot(engine, slotId);
    engine.ledger.commit(
        new SlotUnit(
            engine,
            draft.with("kind", slot.kind()),
            List.of(),
            List.of(),
            List.of(slot),
            (transaction, of) ->
                Approval.demand(
                    engine,
                    transaction,
                    RequestKind.SLOT_REMOVE,
                    RequestParameters.slot(engine.id, slot),
                    request,
                    of)));
  }

  /**
   * Puts a slot that {@code changed} opens in the place of the first one that {@code current}
   * opens, in one step.
   *
   * @throws VaultException.KeyUnavailable when {@code current} opens none; nothing was changed
   * @throws VaultException.InvalidInput when the new secret is too short
   */
  public SlotInfo changePassphrase(Unlock current, Unlock changed) {
    EntryDraft draft = demand(EventCode.KEY_SLOT_CHANGE);
    try (AskedOnce secret = new AskedOnce(current)) {
      Unlock asked = new Unlock(current.uri(), secret);
      SlotRow slot =
          Slots.opened(engine.id, engine.store.read(ReadView::slots), asked)
              .orElseThrow(
                  () ->
                      new VaultException.KeyUnavailable(
                          "no slot of this vault opens with the secret given; nothing was"
                              + " changed"));
      return replace(draft.with("kind", slot.kind()), slot, asked, changed);
    }
  }

  private SlotInfo replace(EntryDraft draft, SlotRow slot, Unlock current, Unlock changed) {
    try (Slots.Opened secrets = Slots.open(engine.id, slot, current)) {
      SlotRow replacement = Slots.enrol(engine.id, changed, secrets, engine.random);
      engine.ledger.commit(
          new SlotUnit(
              engine,
              draft,
              List.of(),
              List.of(replacement),
              List.of(slot),
              (transaction, of) -> of));
      return VaultOpening.slots(List.of(replacement)).get(0);
    }
  }

  static void requireSlotId(String slotId) {
    if (!slotId.matches("[0-9a-f]{4,32}")) {
      throw new IllegalArgumentException(
          "a slot is named by at least the first four hex digits of its id");
    }
  }

  static SlotRow slot(Engine engine, String slotId) {
    requireSlotId(slotId);
    List<SlotRow> found =
        engine.store.read(ReadView::slots).stream()
            .filter(slot -> slot.slotId().hex().startsWith(slotId))
            .toList();
    if (found.size() != 1) {
      throw new VaultException.NotFound(
          found.size() + " slots have an id that begins with " + slotId);
    }
    return found.get(0);
  }

  /**
   * Puts another access policy in force, in every process that has the vault open, and gives its
   * version. The policy is public: it is stored and exported in clear.
   *
   * @throws VaultException.InvalidInput when it is not a policy, or one of its own examples fails
   * @throws VaultException.Refused when two administrators are enrolled and did not agree to it
   */
  public int installPolicy(byte[] yaml) {
    EntryDraft draft = demand(EventCode.POLICY);
    AccessPolicy policy = PolicyFile.parse(yaml);
    List<String> failed = policy.failedExamples();
    if (!failed.isEmpty()) {
      throw new VaultException.InvalidInput("the policy fails its own examples: " + failed.get(0));
    }
    int version = install(draft, Rules.POLICY, RequestKind.POLICY_INSTALL, yaml);
    engine.refreshRules();
    return version;
  }

  /**
   * Puts another schema in force, and gives its version. Fields already sealed stay in the groups
   * they were sealed in, and are still found there. The schema is public.
   *
   * @throws VaultException.InvalidInput when it is not a schema; the message says where and why
   * @throws VaultException.Refused when two administrators are enrolled and did not agree to it
   */
  public int installSchema(byte[] yaml) {
    EntryDraft draft = demand(EventCode.CONFIG);
    SchemaFile.parse(yaml);
    int version = install(draft, Rules.SCHEMA, RequestKind.SCHEMA_INSTALL, yaml);
    engine.refreshRules();
    return version;
  }

  /**
   * Names the witnesses of this log, in every process that has the vault open, and gives the text's
   * version. From now on newest heads are shown to those that have an address.
   *
   * @param policy a C2SP tlog-policy without this log's own keys; {@code quorum none} names nobody
   * @throws VaultException.InvalidInput when it is no policy, names what is the log's own, more
   *     than 16 witnesses, or an address that is none
   * @throws VaultException.Refused when two administrators are enrolled and did not agree to it
   */
  public int trustWitnesses(byte[] policy) {
    EntryDraft draft = demand(EventCode.CONFIG);
    WitnessConfig.checked(policy, engine.witnessing().own());
    int version = install(draft, StateSeal.WITNESSES, RequestKind.WITNESSES, policy);
    engine.refreshRules();
    return version;
  }

  private int install(EntryDraft draft, String kind, RequestKind as, byte[] text) {
    ConfigUnit.Asked asked = ConfigUnit.Asked.toInstall(as, text, request);
    return engine.ledger.commit(new ConfigUnit(engine, draft, kind, text, asked));
  }

  /** The witnesses, and how far each has come. */
  public WitnessStatus witnesses() {
    engine.refreshRules();
    return engine.witnessing().status();
  }

  /** The policy in force, as its file. */
  public byte[] policy() {
    return engine.store.read(rows -> config(rows, Rules.POLICY, rows.theState().policyVersion()));
  }

  /** The schema in force, as its file. */
  public byte[] schema() {
    return engine.store.read(rows -> config(rows, Rules.SCHEMA, rows.theState().schemaVersion()));
  }

  private static byte[] config(ReadView rows, String kind, int version) {
    return rows.config(kind, version)
        .orElseThrow(() -> new VaultException.Tampered("the " + kind + " is gone"))
        .body()
        .toArray();
  }

  /**
   * Copies a consistent, signed state of the vault into a new file, while others go on: as {@link
   * Backups#make(Path)}.
   */
  public BackupManifest backup(Path target) {
    return backups().make(target);
  }

  /** Backups: to make them, and to say that they are gone. */
  public Backups backups() {
    return new Backups(engine, this::demand);
  }

  /**
   * Closes the log and begins the next one, as the end of a year does by itself; others go on
   * meanwhile. The closed log can be exported and read as before. Digests every revision first,
   * which takes about a second for 100,000.
   *
   * @return the newest log's origin
   * @throws VaultException.StorageFailed when others sign or write without end; nothing was done
   * @throws VaultException.LimitExceeded after 999 logs in a year
   */
  public String closeLog() {
    EntryDraft draft = demand(EventCode.CLOSE);
    return access.logged(draft, () -> engine.yearTurn().turn(draft)).origin();
  }

  /** The keys below the slots: to renew them, and to count what is under which. */
  public KeyAdministration keys() {
    return new KeyAdministration(engine, this::demand, request, this::removeSlot);
  }

  /** Time stamps over the log: to ask for them and to keep them. */
  public Anchors anchors() {
    return new Anchors(engine, this::demand);
  }

  /** How long the log keeps details, and their erasure. */
  public LogRetention logRetention() {
    return new LogRetention(engine, this::demand, request);
  }

  /** The erasure of patients, and legal holds. */
  public Erasures erasures() {
    return new Erasures(engine, this::demand, request);
  }

  /** Drills: what to do in an emergency, rehearsed on a copy. */
  public Drills drills() {
    return new Drills(engine, this::demand, access.actor);
  }

  /** Counts and versions, for {@code status} and {@code doctor}; opens nothing. */
  public VaultStatus status() {
    return VaultStatus.of(engine);
  }

  private EntryDraft demand(EventCode event) {
    Rules rules = engine.refreshRules();
    EntryDraft draft = access.draft(event, rules);
    access.demand(draft, rules, AccessRequest.administer(access.actor.role(), access.purpose));
    return draft;
  }
}

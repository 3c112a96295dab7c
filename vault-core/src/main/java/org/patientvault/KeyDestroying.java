package org.patientvault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.jobs.KeyDestruction;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.Unit;
import org.patientvault.model.Bytes;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.VaultException;

/** Destroys one key, or says what stands against it. For one thread. */
final class KeyDestroying {
  private static final Bytes BEFORE_ALL = Bytes.of(new byte[0]);

  private final Engine engine;
  private final Function<EventCode, EntryDraft> drafts;
  private final Optional<String> request;
  private final KeyLevel level;
  private final int key;
  private final KeyDestruction destruction;

  KeyDestroying(
      Engine engine,
      Function<EventCode, EntryDraft> drafts,
      Optional<String> request,
      KeyLevel level,
      int key) {
    this(engine, drafts, request, level, key, new KeyDestruction(engine.id, engine.keys));
  }

  KeyDestroying(
      Engine engine,
      Function<EventCode, EntryDraft> drafts,
      Optional<String> request,
      KeyLevel level,
      int key,
      KeyDestruction destruction) {
    this.engine = engine;
    this.drafts = drafts;
    this.request = request;
    this.level = level;
    this.key = key;
    this.destruction = destruction;
  }

  DestroyedKey run(KeyCensus census) {
    checkIsThere(census);
    long keys = level == KeyLevel.PATIENTS ? ofPatients(census) : ofKeyset(census);
    engine.refreshRules();
    return new DestroyedKey(level, key, keys, new Certificates(engine).scrub());
  }

  private void checkIsThere(KeyCensus census) {
    if (counts(census).isEmpty()) {
      VaultException.NotFound unknown =
          new VaultException.NotFound(
              level.text() + " has no key " + key + "; patientvault key census names those it has");
      engine.ledger.append(List.of(draft().failed(unknown)));
      throw unknown;
    }
  }

  private EntryDraft draft() {
    return drafts.apply(EventCode.KEY_DESTROY).with("level", level.text()).with("key", (long) key);
  }

  private List<KeyCensus.Count> counts(KeyCensus census) {
    return census.counts().stream()
        .filter(count -> count.level() == level && count.key() == key)
        .toList();
  }

  private long ofKeyset(KeyCensus census) {
    return first(
            census,
            (transaction, draft) -> {
              destruction.ofKeyset(transaction, level, key, draft);
              return 1L;
            })
        .done();
  }

  private long ofPatients(KeyCensus census) {
    DestroyUnit.Agreed<KeyDestruction.Page> first =
        first(
            census,
            (transaction, draft) ->
                destruction
                    .ofPatients(transaction, key, BEFORE_ALL, draft)
                    .orElseThrow(
                        () ->
                            new VaultException.Refused(
                                name() + " is in use where it is left, or was destroyed before")));
    KeyDestruction.Page page = first.done();
    long keys = page.rows();
    while (page.isFull()) {
      Optional<KeyDestruction.Page> next = next(page.last(), first.draft());
      if (next.isEmpty()) {
        return keys;
      }
      page = next.get();
      keys += page.rows();
    }
    return keys;
  }

  /** Looks again where a backup was made since it looked. */
  private <T> DestroyUnit.Agreed<T> first(
      KeyCensus census, BiFunction<LedgerTransaction, EntryDraft, T> work) {
    for (int tried = 1; ; tried++) {
      BackupsSince since = BackupsSince.now(engine);
      Optional<VaultException> against = against(census).map(VaultException.Refused::new);
      try {
        return engine.ledger.commit(
            new DestroyUnit<>(
                engine, RequestParameters.key(level, key), request, draft(), against, since, work));
      } catch (VaultException.Conflict e) {
        if (tried == Engine.TRIES) {
          throw e;
        }
        engine.refreshRules();
      }
    }
  }

  /** In the name of who agreed to the first page. */
  private Optional<KeyDestruction.Page> next(Bytes behind, EntryDraft agreed) {
    return engine.underRules(
        rules ->
            engine.ledger.commit(
                new NextPage(
                    destruction,
                    key,
                    behind,
                    draft()
                        .agreed(
                            String.valueOf(agreed.request().id()), agreed.request().approvers()))));
  }

  private record NextPage(KeyDestruction destruction, int version, Bytes behind, EntryDraft draft)
      implements Unit<Optional<KeyDestruction.Page>> {
    @Override
    public boolean mutates() {
      return true;
    }

    @Override
    public Optional<KeyDestruction.Page> run(LedgerTransaction transaction) {
      KeyDestruction.checkNoJob(transaction.rows());
      return destruction.ofPatients(transaction, version, behind, draft);
    }

    @Override
    public List<EntryDraft> refusal(VaultException why) {
      return List.of(draft.failed(why));
    }
  }

  /** What stands against it, in words; empty where nothing does. */
  private Optional<String> against(KeyCensus census) {
    List<KeyCensus.Count> counts = new ArrayList<>(counts(census));
    if (level == KeyLevel.PATIENTS) {
      // Patients who came later have keys of this version in use, which stay.
      counts.removeIf(count -> count.state() == KeyCensus.State.ACTIVE);
      if (counts.isEmpty()) {
        return Optional.of(inUse());
      }
    }
    long protects = counts.stream().mapToLong(KeyCensus.Count::protects).sum();
    if (protects > 0) {
      return Optional.of(name() + " still protects " + protects + " values");
    }
    if (counts.stream().anyMatch(KeyDestroying::isInUse)) {
      return Optional.of(inUse());
    }
    if (counts.stream().allMatch(count -> count.state() == KeyCensus.State.DESTROYED)) {
      return Optional.of(name() + " was destroyed before");
    }
    return heldByBackups();
  }

  private static boolean isInUse(KeyCensus.Count count) {
    return count.state() == KeyCensus.State.ACTIVE || count.state() == KeyCensus.State.PRE_ACTIVE;
  }

  private String inUse() {
    return name()
        + " is in use, or will be; renew the level first: patientvault key rotate "
        + level.text();
  }

  private String name() {
    return "key " + key + " of " + level.text();
  }

  private Optional<String> heldByBackups() {
    List<BackupKeys> holding =
        BackupRegister.of(engine).stream().filter(backup -> backup.holds(level, key)).toList();
    return holding.isEmpty()
        ? Optional.empty()
        : Optional.of(
            name()
                + " protects nothing here; "
                + holding.size()
                + (holding.size() == 1 ? " backup holds it: " : " backups hold it: ")
                + holding.stream()
                    .map(backup -> backup.id() + " of " + backup.time())
                    .collect(Collectors.joining(", "))
                + "; when every copy of one is gone, say patientvault backup destroyed ID");
  }
}

package org.patientvault;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.patientvault.audit.Entry;
import org.patientvault.audit.ErasureGround;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.RequestKind;
import org.patientvault.audit.RetentionClass;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.LogChain;
import org.patientvault.internal.ledger.Shard;
import org.patientvault.internal.store.LogEntryRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;

/**
 * How long the log keeps names: the rule, and the erasure of details. The log itself stays whole
 * and verifies as before: of an erased detail its entry keeps a commitment, a value that says
 * nothing, and another entry says by whose right it went.
 *
 * <p>Erased is final: nothing here brings a detail back. A backup still has it, as has the file
 * system until it writes over it. Safe for use by several threads.
 */
public final class LogRetention {
  private static final int AT_ONCE = 2000;

  private final Engine engine;
  private final Function<EventCode, EntryDraft> drafts;
  private final Optional<String> request;

  LogRetention(Engine engine, Function<EventCode, EntryDraft> drafts, Optional<String> request) {
    this.engine = engine;
    this.drafts = drafts;
    this.request = request;
  }

  /**
   * The rule in force; everything is kept until one was set.
   *
   * @throws VaultException.Tampered when it is not the one that the log names
   */
  public RetentionRule rule() {
    return engine.store.read(RetentionRule::inForce);
  }

  /**
   * Puts another rule in force. It erases nothing by itself.
   *
   * @throws VaultException.Refused when two administrators are enrolled and did not agree to it
   */
  public void setRule(RetentionRule rule) {
    EntryDraft draft = drafts.apply(EventCode.CONFIG);
    engine.ledger.commit(
        new LoggedTextUnit(
            RetentionRule.CONFIG,
            rule.text(),
            draft,
            (transaction, of) ->
                Approval.demand(
                    engine,
                    transaction,
                    RequestKind.RETENTION,
                    RequestParameters.text(rule.text()),
                    request,
                    of)));
    engine.refreshRules();
  }

  /** How many details of each class are over by now; classes without any are left out. */
  public Map<RetentionClass, Long> due() {
    Instant now = engine.options.clock().instant();
    return engine.store.readAtLength(
        rows -> {
          RetentionRule rule = RetentionRule.inForce(rows);
          Map<RetentionClass, Long> due = new EnumMap<>(RetentionClass.class);
          for (RetentionClass of : RetentionClass.values()) {
            long count =
                rule.end(of, now)
                    .map(
                        end ->
                            LogChain.of(rows).stream()
                                .mapToLong(log -> count(rows, log, of, end))
                                .sum())
                    .orElse(0L);
            if (count > 0) {
              due.put(of, count);
            }
          }
          return Collections.unmodifiableMap(due);
        });
  }

  private static long count(ReadView rows, Shard log, RetentionClass of, Instant end) {
    long count = 0;
    long from = 0;
    List<LogEntryRow> page;
    do {
      page = rows.entriesWithDetail(log.number(), of.code(), from, AT_ONCE);
      long over = page.stream().filter(row -> isBefore(row, end)).count();
      count += over;
      if (over == 0) {
        break;
      }
      from = page.get(page.size() - 1).index() + 1;
    } while (page.size() == AT_ONCE);
    return count;
  }

  private static boolean isBefore(LogEntryRow row, Instant end) {
    return Entry.parse(row.leaf().toArray()).stamp().time().isBefore(end);
  }

  /**
   * Erases what is over, some thousand details in a transaction, while others work; gives how many
   * of each class. Killed in between, it lost nothing, and the next call goes on.
   *
   * @param progress is told how many were erased so far
   * @throws VaultException.AccessDenied when the policy does not let this role administer
   * @throws VaultException.Tampered when the rule is not the one that the log names last; nothing
   *     is erased
   * @throws VaultException.Conflict when somebody put another rule in force meanwhile; call again
   */
  public Map<RetentionClass, Long> expire(Consumer<Long> progress) {
    EntryDraft draft = drafts.apply(EventCode.EXPIRE);
    RetentionRule rule = engine.store.readAtLength(LogRetention::checkedRule);
    Instant now = engine.options.clock().instant();
    Map<RetentionClass, Long> erased = new EnumMap<>(RetentionClass.class);
    for (Shard log : engine.store.read(LogChain::of)) {
      for (RetentionClass of : RetentionClass.values()) {
        expire(new ExpireUnit(rule, log, of, 0, now, draft), erased, progress);
      }
    }
    erased.values().removeIf(count -> count == 0);
    return Collections.unmodifiableMap(erased);
  }

  private void expire(ExpireUnit first, Map<RetentionClass, Long> erased, Consumer<Long> progress) {
    Optional<ExpireUnit> unit = Optional.of(first);
    while (unit.isPresent()) {
      ExpireUnit now = unit.get();
      ExpireUnit.Done done = engine.ledger.commit(now);
      erased.merge(now.of(), (long) done.erased(), Long::sum);
      progress.accept(erased.values().stream().mapToLong(Long::longValue).sum());
      unit = done.next().map(now::from);
    }
  }

  private static RetentionRule checkedRule(ReadView rows) {
    LoggedText.checkNoneIsGone(rows, RetentionRule.CONFIG);
    return RetentionRule.inForce(rows);
  }

  /**
   * Erases every detail of entries about one patient, and who the patient's pseudonym was; gives
   * how many details there were. Who touched the record can then no longer be told, nor why: during
   * the time that the law keeps an access log there is seldom a right to this.
   *
   * <p>The patient's record stays. What names the patient in entries about nobody, such as the text
   * of a search, stays until its time is over.
   *
   * @param ground any but expiry
   * @param reason sealed with the entry; who decided, by which letter
   * @throws IllegalArgumentException when the ground is expiry
   * @throws VaultException.NotFound when the log has no detail about the patient
   * @throws VaultException.Refused under a legal hold, and when two administrators are enrolled and
   *     did not agree to it
   */
  public long erase(PatientRef patient, ErasureGround ground, String reason) {
    if (ground == ErasureGround.EXPIRY) {
      throw new IllegalArgumentException("what expires, expires by the rule");
    }
    EntryDraft draft =
        drafts
            .apply(EventCode.ERASE)
            .with("reason", Objects.requireNonNull(reason, "reason"))
            .with("patient", patient.toString());
    List<EraseDetailsUnit.Found> logs = engine.store.readAtLength(rows -> find(rows, patient));
    return engine.ledger.commit(
        new EraseDetailsUnit(engine, patient, ground, logs, request, draft));
  }

  /** Each log that has a detail about the patient; the newest, if none has. */
  private List<EraseDetailsUnit.Found> find(ReadView rows, PatientRef patient) {
    List<EraseDetailsUnit.Found> all =
        LogChain.of(rows).stream().map(log -> find(rows, log, patient)).toList();
    List<EraseDetailsUnit.Found> some =
        all.stream().filter(found -> !found.indexes().isEmpty()).toList();
    return some.isEmpty() ? List.of(all.get(all.size() - 1)) : some;
  }

  private EraseDetailsUnit.Found find(ReadView rows, Shard log, PatientRef patient) {
    long size = rows.logHead(log.number()).orElseThrow().size();
    List<Long> indexes = new ArrayList<>();
    Optional<Bytes> pseudonym = engine.books().of(log).pseudonym(rows, patient);
    pseudonym.ifPresent(
        known ->
            rows.streamEntriesAndDetails(
                log.number(),
                0,
                size,
                (row, detail) -> {
                  if (detail.isPresent() && EraseDetailsUnit.isAbout(row, known)) {
                    indexes.add(row.index());
                  }
                }));
    return new EraseDetailsUnit.Found(log, indexes, size);
  }
}

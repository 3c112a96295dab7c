package org.patientvault;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.patientvault.access.AccessRequest;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.ledger.AuditReceipt;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.sealing.SealedRecord;
import org.patientvault.model.Confidentiality;
import org.patientvault.model.FieldClass;
import org.patientvault.model.FieldName;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordKey;
import org.patientvault.model.RecordType;
import org.patientvault.model.VaultException;

/**
 * The life of a read: decide, fetch and append the entry in one transaction, commit, and only then
 * open. One entry per patient, one commit.
 */
final class Reads {
  private final Access access;
  private final Engine engine;

  Reads(Access access) {
    this.access = access;
    this.engine = access.engine;
  }

  /**
   * What is asked of one record: which revision (0: the newest), and which fields (empty: all that
   * the schema knows, and others).
   */
  record Ask(RecordKey key, int revision, Set<FieldName> fields) {}

  /** Reads all of {@code asks} or none, under {@code event}. The views come in the same order. */
  List<RecordView> read(EventCode event, List<Ask> asks, Map<String, Object> detail) {
    engine.lookBeforeTheFirst();
    Map<PatientRef, List<Ask>> byPatient = new LinkedHashMap<>();
    Set<Ask> distinct = new LinkedHashSet<>(asks);
    distinct.forEach(
        ask -> byPatient.computeIfAbsent(ask.key().patient(), p -> new ArrayList<>()).add(ask));
    for (int tried = 1; ; tried++) {
      try {
        return ordered(asks, once(event, byPatient, detail));
      } catch (VaultException.Conflict e) {
        if (tried == Engine.TRIES) {
          throw e;
        }
        engine.refreshRules();
      }
    }
  }

  private Map<Ask, RecordView> once(
      EventCode event, Map<PatientRef, List<Ask>> byPatient, Map<String, Object> detail) {
    Rules rules = engine.rules();
    List<ReadFetch.Share> shares = new ArrayList<>(byPatient.size());
    byPatient.forEach((patient, asks) -> shares.add(share(event, rules, patient, asks, detail)));
    List<AuditReceipt> receipts =
        engine.ledger.release(new ReadFetch(engine.fetcher, rules.schemaVersion(), shares));
    Map<Ask, RecordView> views = new HashMap<>();
    for (int i = 0; i < shares.size(); i++) {
      open(rules, receipts.get(i), shares.get(i), views);
    }
    return views;
  }

  /** The order in which the detail lists the records is the one the entry commits to them in. */
  private ReadFetch.Share share(
      EventCode event,
      Rules rules,
      PatientRef patient,
      List<Ask> asks,
      Map<String, Object> detail) {
    Map<Selection, List<Ask>> selections = selections(rules, asks);
    List<ReadFetch.Wanted> wanted = new ArrayList<>(asks.size());
    selections.forEach(
        (selection, members) ->
            members.forEach(
                ask ->
                    wanted.add(
                        new ReadFetch.Wanted(
                            ask, engine.fetcher.seek(ask.key()), selection.scope().named()))));
    EntryDraft draft = allowed(event, rules, patient, selections, detail);
    return new ReadFetch.Share(patient, draft.spelled(), wanted);
  }

  private static List<RecordView> ordered(List<Ask> asks, Map<Ask, RecordView> views) {
    List<RecordView> ordered = new ArrayList<>(asks.size());
    for (Ask ask : asks) {
      RecordView view = views.get(ask);
      if (view == null) {
        throw new AssertionError("a record that was asked for was not opened");
      }
      ordered.add(view);
    }
    return ordered;
  }

  private EntryDraft allowed(
      EventCode event,
      Rules rules,
      PatientRef patient,
      Map<Selection, List<Ask>> selections,
      Map<String, Object> detail) {
    Set<FieldClass> classes = TypeRules.noClasses();
    Confidentiality highest = Confidentiality.U;
    List<Object> lines = new ArrayList<>(selections.size());
    for (Map.Entry<Selection, List<Ask>> each : selections.entrySet()) {
      TypeRules.Scope scope = each.getKey().scope();
      classes.addAll(scope.classes());
      highest = highest.max(scope.highest());
      lines.add(each.getKey().of(each.getValue()));
    }
    EntryDraft draft =
        access
            .draft(event, rules)
            .about(patient)
            .touching(highest)
            .with(detail)
            .with(Map.of("patient", patient.toString(), "records", lines));
    return access.allowed(
        draft,
        rules,
        patient,
        classes,
        each -> AccessRequest.read(access.actor.role(), access.purpose, each));
  }

  /** What one line of an entry's detail says of several records. */
  private record Selection(RecordType type, int revision, TypeRules.Scope scope) {
    Map<String, Object> of(List<Ask> asks) {
      Map<String, Object> line = new HashMap<>();
      line.put("type", type.value());
      line.put("fields", scope.listed());
      line.put("ids", asks.stream().map(ask -> ask.key().id().value()).toList());
      if (revision > 0) {
        line.put("revision", (long) revision);
      }
      return line;
    }
  }

  /** Records by type and selection, as the entry's detail lists them. */
  private static Map<Selection, List<Ask>> selections(Rules rules, List<Ask> asks) {
    if (asks.size() == 1) {
      return Map.of(selection(rules, asks.get(0)), asks);
    }
    Map<Selection, List<Ask>> selections = new LinkedHashMap<>();
    for (Ask ask : asks) {
      selections.computeIfAbsent(selection(rules, ask), s -> new ArrayList<>()).add(ask);
    }
    return selections;
  }

  private static Selection selection(Rules rules, Ask ask) {
    RecordType type = ask.key().type();
    return new Selection(type, ask.revision(), rules.of(type).touched(ask.fields()));
  }

  private void open(
      Rules rules, AuditReceipt receipt, ReadFetch.Share share, Map<Ask, RecordView> views) {
    for (int i = 0; i < share.wanted().size(); i++) {
      ReadFetch.Wanted wanted = share.wanted().get(i);
      views.put(wanted.ask(), open(rules, receipt, share.draft(), wanted, share.fetched().get(i)));
    }
  }

  private RecordView open(
      Rules rules,
      AuditReceipt receipt,
      EntryDraft draft,
      ReadFetch.Wanted wanted,
      SealedRecord sealed) {
    RecordKey key = wanted.ask().key();
    engine.fetcher.saw(wanted.sought(), sealed);
    try {
      return new RecordView(
          key,
          sealed.revision(),
          receipt.index(),
          wanted.fields(),
          engine.opener.open(receipt, sealed, rules.of(key.type()).places()));
    } catch (VaultException.Tampered | VaultException.Erased e) {
      engine.ledger.append(List.of(draft.refused(e)));
      throw e;
    }
  }
}

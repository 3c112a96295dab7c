package org.patientvault;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.patientvault.access.AccessRequest;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.ledger.AuditReceipt;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.sealing.SealedRecord;
import org.patientvault.model.FieldClass;
import org.patientvault.model.FieldName;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.RecordType;
import org.patientvault.model.TypeSchema;
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
  record Ask(RecordKey key, int revision, Set<FieldName> fields) {
    Set<FieldName> named(TypeSchema schema) {
      if (fields.isEmpty()) {
        return schema.allNames();
      }
      Set<FieldName> named = new TreeSet<>();
      fields.forEach(field -> named.add(schema.loggedName(field)));
      return named;
    }
  }

  /** Reads all of {@code asks} or none, under {@code event}. The views come in the same order. */
  List<RecordView> read(EventCode event, List<Ask> asks, Map<String, Object> detail) {
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
    List<ReadFetch.Share> shares = new ArrayList<>();
    byPatient.forEach(
        (patient, asks) ->
            shares.add(
                new ReadFetch.Share(
                    patient,
                    allowed(event, rules, patient, asks, detail),
                    wanted(rules, asListed(rules, asks)))));
    List<AuditReceipt> receipts =
        engine.ledger.release(new ReadFetch(engine.fetcher, rules.schemaVersion(), shares));
    Map<Ask, RecordView> views = new LinkedHashMap<>();
    for (int i = 0; i < shares.size(); i++) {
      open(rules, receipts.get(i), shares.get(i), views);
    }
    return views;
  }

  private List<ReadFetch.Wanted> wanted(Rules rules, List<Ask> asks) {
    return asks.stream()
        .map(
            ask ->
                new ReadFetch.Wanted(
                    ask, engine.fetcher.seek(ask.key()), ask.named(schema(rules, ask))))
        .toList();
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
      List<Ask> asks,
      Map<String, Object> detail) {
    Set<FieldClass> classes = new TreeSet<>(java.util.Comparator.comparing(FieldClass::value));
    asks.forEach(
        ask -> classes.addAll(Access.classes(schema(rules, ask), ask.named(schema(rules, ask)))));
    EntryDraft draft =
        access
            .draft(event, rules)
            .about(patient)
            .touching(Access.highest(rules, classes))
            .with("patient", patient.toString());
    for (Map.Entry<String, Object> more : detail.entrySet()) {
      draft = draft.with(more.getKey(), more.getValue());
    }
    draft = draft.with("records", named(rules, asks));
    boolean emergency = access.emergencyFor(patient);
    boolean byBreakGlass =
        access.demand(
            draft,
            rules,
            classes,
            each ->
                new AccessRequest(
                    org.patientvault.access.Action.READ,
                    access.actor.role(),
                    access.purpose,
                    each,
                    emergency));
    return byBreakGlass ? draft.by(access.actor, Purpose.BTG) : draft;
  }

  /** What one line of an entry's detail says of several records. */
  private record Selection(RecordType type, int revision, Set<FieldName> fields) {
    Map<String, Object> of(List<Ask> asks) {
      Map<String, Object> line = new TreeMap<>();
      line.put("type", type.value());
      line.put("fields", fields.stream().map(FieldName::value).toList());
      line.put("ids", asks.stream().map(ask -> ask.key().id().value()).toList());
      if (revision > 0) {
        line.put("revision", (long) revision);
      }
      return line;
    }
  }

  /** Record ids and fields by type and selection, as the entry's detail lists them. */
  private static Map<Selection, List<Ask>> selections(Rules rules, Collection<Ask> asks) {
    Map<Selection, List<Ask>> selections = new LinkedHashMap<>();
    for (Ask ask : asks) {
      Selection selection =
          new Selection(ask.key().type(), ask.revision(), ask.named(schema(rules, ask)));
      selections.computeIfAbsent(selection, s -> new ArrayList<>()).add(ask);
    }
    return selections;
  }

  private static List<Object> named(Rules rules, Collection<Ask> asks) {
    List<Object> lines = new ArrayList<>();
    selections(rules, asks).forEach((selection, members) -> lines.add(selection.of(members)));
    return lines;
  }

  /** The order in which the detail lists the records is the one the entry commits to them in. */
  private static List<Ask> asListed(Rules rules, Collection<Ask> asks) {
    return selections(rules, asks).values().stream().flatMap(List::stream).toList();
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
    try {
      return new RecordView(
          key,
          sealed.revision(),
          receipt.index(),
          wanted.fields(),
          engine.opener.open(receipt, sealed, rules.places(key.type())));
    } catch (VaultException.Tampered | VaultException.Erased e) {
      engine.ledger.append(List.of(draft.refused(e)));
      throw e;
    }
  }

  private static TypeSchema schema(Rules rules, Ask ask) {
    RecordType type = ask.key().type();
    return rules.schema().of(type);
  }
}

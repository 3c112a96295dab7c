package org.patientvault.audit.fhir;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.JsonValue;

/**
 * What was touched: the patient, the records or the query, the request, and the place in the log.
 *
 * <p>BALP tells entities apart by their type, so that there is one of the type System Object at
 * most; the log's own is of type Other.
 */
final class Entities {
  private static final Coding PERSON = Coding.entity("1", "Person");
  private static final Coding SYSTEM_OBJECT = Coding.entity("2", "System Object");
  private static final Coding OTHER = Coding.entity("4", "Other");
  private static final Coding PATIENT = Coding.objectRole("1", "Patient");
  private static final Coding DOMAIN_RESOURCE = Coding.objectRole("4", "Domain Resource");
  private static final Coding QUERY = Coding.objectRole("24", "Query");
  private static final Coding REQUEST_ID =
      new Coding(
          "https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType",
          "XrequestId",
          "transport specific unique identifier where http X-Request-Id is used");

  private final String origin;
  private final Namespace names;
  private final Elements elements;
  private final JsonBytes json;

  Entities(String origin, Namespace names, Elements elements) {
    this.origin = origin;
    this.names = names;
    this.elements = elements;
    this.json = elements.json();
  }

  void write(Facts facts, String leafHash) {
    json.array("entity");
    if (facts.hasPatient()) {
      patient(facts);
    }
    if (facts.isQuery()) {
      query(facts);
    } else if (facts.hasRecords()) {
      records(facts);
    }
    if (facts.entry.requestId() != null) {
      request(facts.entry.requestId());
    }
    log(facts, leafHash);
    json.endArray();
  }

  private void patient(Facts facts) {
    String known = facts.details.text("patient");
    String pseudonym = Facts.pseudonym(facts.entry.subject());
    json.object();
    if (known == null) {
      elements.patient("what", names.patientPseudonym, String.valueOf(pseudonym));
    } else {
      elements.patient("what", names.patient, known);
    }
    typed(PERSON, PATIENT);
    if (known != null && pseudonym != null) {
      json.array("detail");
      elements.detail("pseudonym", pseudonym);
      json.endArray();
    }
    json.endObject();
  }

  private void typed(Coding type, Coding role) {
    elements.coding("type", type);
    elements.coding("role", role);
  }

  private void query(Facts facts) {
    json.object();
    typed(SYSTEM_OBJECT, QUERY);
    label(facts);
    if (facts.details.areKnown()) {
      json.member("query", Elements.base64(facts.details.question()));
    }
    json.endObject();
  }

  private void records(Facts facts) {
    json.object();
    what(facts);
    typed(SYSTEM_OBJECT, DOMAIN_RESOURCE);
    elements.coding("lifecycle", facts.meaning.lifecycle());
    label(facts);
    String pseudonym = Facts.pseudonym(facts.entry.record());
    boolean named = !facts.records.isEmpty();
    if (named) {
      json.array("detail");
      if (pseudonym != null) {
        elements.detail("pseudonym", pseudonym);
      }
      facts.records.forEach(this::line);
      json.endArray();
    }
    json.endObject();
  }

  /** One record by its name or pseudonym; several as what this entry names. */
  private void what(Facts facts) {
    String one = one(facts);
    String pseudonym = Facts.pseudonym(facts.entry.record());
    if (one != null) {
      elements.reference("what", names.record, one).endObject();
    } else if (pseudonym != null) {
      elements.reference("what", names.recordPseudonym, pseudonym).endObject();
    } else {
      elements.reference("what", names.entry, Long.toString(facts.index));
      json.member("display", "what this entry of the log names").endObject();
    }
  }

  private static @Nullable String one(Facts facts) {
    List<RecordLine> lines = facts.records;
    String patient = facts.details.text("patient");
    return patient != null && lines.size() == 1 && lines.get(0).ids().size() == 1
        ? patient + "/" + lines.get(0).type() + "/" + lines.get(0).ids().get(0)
        : null;
  }

  private void line(RecordLine line) {
    line.ids().forEach(id -> elements.detail("record", line.type() + "/" + id));
    if (!line.fields().isEmpty()) {
      elements.detail("fields", line.type() + ": " + String.join(" ", line.fields()));
    }
    if (line.revision() > 0) {
      elements.detail("revision", Long.toString(line.revision()));
    }
  }

  /** The highest confidentiality; of writes it stands in the detail alone. */
  private void label(Facts facts) {
    String code =
        facts.entry.confidentiality() == null
            ? facts.details.text("confidentiality")
            : facts.entry.confidentiality().name();
    if (code != null && code.length() == 1 && "ULMNRV".contains(code)) {
      json.array("securityLabel").object();
      json.member("system", "http://terminology.hl7.org/CodeSystem/v3-Confidentiality")
          .member("code", code)
          .endObject()
          .endArray();
    }
  }

  private void request(String id) {
    json.object().object("what").object("identifier").member("value", id).endObject().endObject();
    elements.coding("type", REQUEST_ID);
    json.endObject();
  }

  /** Where the log has this event, and everything of its detail that has no other place. */
  private void log(Facts facts, String leafHash) {
    String index = Long.toString(facts.index);
    json.object();
    elements.reference("what", names.entry, index).endObject();
    elements.coding("type", OTHER);
    json.array("detail");
    elements.detail("tlog-origin", origin);
    elements.detail("tlog-index", index);
    elements.detail("tlog-leaf-hash", leafHash);
    elements.detail("tlog-leaf", facts.leaf);
    elements.detail("tlog-event", facts.entry.event().name());
    facts.details.others(facts.isQuery(), this::other);
    json.endArray().endObject();
  }

  private void other(String name, JsonValue value) {
    elements.detail(name, Facts.spelled(value));
  }
}

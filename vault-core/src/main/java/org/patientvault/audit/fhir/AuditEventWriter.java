package org.patientvault.audit.fhir;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.MerkleHash;
import org.patientvault.audit.report.ReportEntry;

/**
 * Writes entries of one log as FHIR R4 AuditEvent resources, by the patterns of IHE BALP, one JSON
 * text each.
 *
 * <p>With its detail an entry's resource has real names, without it pseudonyms. Each resource names
 * its log and index, and carries leaf and leaf hash, so that it can be held against the log. A
 * profile of BALP is claimed for a success alone, and where all its rules hold. Control characters
 * that FHIR forbids in text stand as their pictures. For one thread. Mapping, and what is claimed:
 * docs/fhir-audit-events.md.
 */
public final class AuditEventWriter {
  private static final Coding TEST_DATA = Coding.hl7("v3-ActReason", "HTEST", "test health data");
  private static final Coding SERVER =
      Coding.hl7("security-source-type", "4", "Application Server");

  /** The longest emergency that a period is made of. */
  private static final long MOST_MINUTES = 366L * 24 * 60;

  private final Namespace names;
  private final Agents agents;
  private final Entities entities;
  private final boolean testData;
  private final MerkleHash hash = new MerkleHash();
  private final JsonBytes json = new JsonBytes();
  private final Elements elements = new Elements(json);

  private AuditEventWriter(String origin, boolean testData) {
    this.names = new Namespace(origin);
    this.agents = new Agents(names, elements);
    this.entities = new Entities(origin, names, elements);
    this.testData = testData;
  }

  /** For the log with this origin, as its checkpoints name it. */
  public static AuditEventWriter of(String origin) {
    return new AuditEventWriter(origin, false);
  }

  /** As {@link #of}; every resource is labelled as invented, with the security label HTEST. */
  public static AuditEventWriter ofTestData(String origin) {
    return new AuditEventWriter(origin, true);
  }

  /** One resource, without a line's end. */
  public byte[] write(ReportEntry entry) {
    resource(entry);
    return json.toArray();
  }

  /** One line of NDJSON. */
  public void write(ReportEntry entry, OutputStream out) throws IOException {
    resource(entry);
    json.newLine();
    json.writeTo(out);
  }

  private void resource(ReportEntry entry) {
    Facts facts = new Facts(entry);
    String leafHash = HexFormat.of().formatHex(hash.leaf(facts.leaf));
    json.clear();
    json.object().member("resourceType", "AuditEvent").member("id", leafHash);
    meta(facts);
    event(facts);
    agents.write(facts);
    source(facts);
    entities.write(facts, leafHash);
    json.endObject();
  }

  private void meta(Facts facts) {
    if (!facts.hasProfile() && !testData) {
      return;
    }
    json.object("meta");
    if (facts.hasProfile()) {
      json.array("profile")
          .element(facts.meaning.interaction().profile(facts.hasPatient()))
          .endArray();
    }
    if (testData) {
      json.array("security");
      elements.coding(TEST_DATA);
      json.endArray();
    }
    json.endObject();
  }

  private void event(Facts facts) {
    Meaning meaning = facts.meaning;
    elements.coding("type", meaning.type());
    if (!meaning.subtypes().isEmpty()) {
      json.array("subtype");
      meaning.subtypes().forEach(elements::coding);
      json.endArray();
    }
    json.member("action", String.valueOf(meaning.action()));
    Instant time = facts.entry.stamp().time();
    period(facts, time);
    json.member("recorded", time.toString())
        .member("outcome", String.valueOf(facts.entry.outcome().code()));
    String refused = facts.details.text("refused");
    if (refused != null) {
      elements.text("outcomeDesc", refused);
    }
    if (facts.entry.purpose() != null) {
      json.array("purposeOfEvent");
      elements.purpose(facts.entry.purpose());
      json.endArray();
    }
  }

  /** An emergency lasts as long as was asked for, unless it is closed before. */
  private void period(Facts facts, Instant start) {
    long minutes = facts.details.number("minutes");
    if (facts.entry.event() == EventCode.BTG_OPEN && minutes >= 0 && minutes <= MOST_MINUTES) {
      json.object("period")
          .member("start", start.toString())
          .member("end", start.plus(minutes, ChronoUnit.MINUTES).toString())
          .endObject();
    }
  }

  private void source(Facts facts) {
    json.object("source").member("site", names.site);
    elements.device("observer", names.node, facts.entry.stamp().node());
    json.array("type");
    elements.coding(SERVER);
    json.endArray().endObject();
  }
}

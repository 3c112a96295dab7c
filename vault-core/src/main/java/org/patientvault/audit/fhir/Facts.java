package org.patientvault.audit.fhir;

import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.Outcome;
import org.patientvault.audit.report.ReportEntry;
import org.patientvault.model.Bytes;

/** What is known of one event, from its entry and its detail, and what it means in FHIR. */
final class Facts {
  private static final Base64.Encoder PSEUDONYM = Base64.getUrlEncoder().withoutPadding();

  final long index;
  final Entry entry;
  final byte[] leaf;
  final Details details;
  final List<RecordLine> records;
  final Meaning meaning;

  Facts(ReportEntry from) {
    index = from.index();
    entry = from.entry();
    leaf = entry.encode();
    details = new Details(from.detail());
    records = RecordLine.of(details.records());
    meaning = meaning(done(), details, records);
  }

  /** What was done, or tried: of a refusal that its detail tells of, what was refused. */
  private EventCode done() {
    EventCode event = entry.event();
    String attempted =
        event == EventCode.DENY || event == EventCode.FAIL ? details.text("attempted") : null;
    return attempted == null ? event : code(attempted).orElse(event);
  }

  private static Optional<EventCode> code(String name) {
    for (EventCode each : EventCode.values()) {
      if (each.name().equals(name)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  private static Meaning meaning(EventCode done, Details details, List<RecordLine> records) {
    if (done == EventCode.HOLD) {
      return Meaning.ofHold(Objects.requireNonNullElse(details.text("action"), ""));
    }
    return done == EventCode.READ && !details.records().isEmpty()
        ? Meaning.ofRead(records.stream().anyMatch(line -> line.revision() > 0))
        : Meaning.of(done);
  }

  boolean isQuery() {
    return meaning.interaction() == Interaction.QUERY;
  }

  boolean hasPatient() {
    return entry.subject() != null || details.text("patient") != null;
  }

  /** Whether it touched records, or one that is named by its pseudonym. */
  boolean hasRecords() {
    return !isQuery()
        && (meaning.interaction().hasProfile() || !records.isEmpty() || entry.record() != null);
  }

  /**
   * Whether the resource keeps to all of the profile: a success; for a query, one whose question is
   * known; for a disclosure, one of a patient's.
   */
  boolean hasProfile() {
    boolean failed = entry.outcome() != Outcome.SUCCESS;
    boolean refused = entry.event() == EventCode.DENY || entry.event() == EventCode.FAIL;
    if (failed || refused || !meaning.interaction().hasProfile()) {
      return false;
    }
    return switch (meaning.interaction()) {
      case QUERY -> details.areKnown();
      case DISCLOSURE -> hasPatient();
      default -> true;
    };
  }

  /** As the leaf spells it; null where there is none. */
  static @Nullable String pseudonym(@Nullable Bytes value) {
    return value == null ? null : PSEUDONYM.encodeToString(value.unsafeArray());
  }

  /** A member of the detail as text: a text as it is, anything else as JSON. */
  static String spelled(JsonValue value) {
    if (value instanceof JsonValue.Text text) {
      return text.text();
    }
    StringBuilder spelled = new StringBuilder();
    org.patientvault.audit.CanonicalJson.write(value, spelled);
    return spelled.toString();
  }
}

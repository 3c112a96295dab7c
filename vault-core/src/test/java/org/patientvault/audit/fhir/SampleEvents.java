package org.patientvault.audit.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.patientvault.audit.AnyEntry;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.JsonMembers;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.report.ReportEntry;

/** Events of every code, with details and without, plain and hostile. */
public final class SampleEvents {
  public static final String ORIGIN = "vault.example.org/000102030405060708090a0b0c0d0e0f/2026";

  private static final List<EventCode> EVENTS = List.of(EventCode.values());
  private static final String PATIENT = "0f0e0d0c0b0a09080706050403020100";
  private static final String HOSTILE =
      "\"\\</div>\u0000\u0001\b\t\n\u000b\r\u001f\u007f\u0085\u00e9\u2028\u2029\ufeff\ud83d\ude00";

  private SampleEvents() {}

  /**
   * For each code: the fewest keys and the most, without a detail, with one, with a hostile one.
   */
  public static List<ReportEntry> all() {
    List<ReportEntry> all = new ArrayList<>();
    for (EventCode event : EventCode.values()) {
      for (Entry entry : List.of(AnyEntry.fewest(event), AnyEntry.most(event))) {
        all.add(new ReportEntry(all.size(), entry, Optional.empty()));
        all.add(new ReportEntry(all.size(), entry, Optional.of(detail(event))));
        all.add(new ReportEntry(all.size(), entry, Optional.of(hostile(HOSTILE))));
        all.add(new ReportEntry(all.size(), entry, Optional.of(hostile(" "))));
      }
    }
    return all;
  }

  /** Some event with a detail of everything, all of its texts {@code text}. */
  public static ReportEntry random(long seed, String text) {
    Random random = new Random(seed);
    EventCode event = EVENTS.get(random.nextInt(EVENTS.size()));
    return new ReportEntry(
        random.nextLong(1L << 53), AnyEntry.some(event, random), Optional.of(hostile(text)));
  }

  /** A detail as the vault writes one. */
  static JsonValue.Members detail(EventCode event) {
    JsonMembers detail = JsonValue.members().put("issuer", "https://id.example.org");
    detail.put("user", "dr.lea");
    switch (event) {
      case READ, CREATE, UPDATE, DELETE, EXPORT ->
          detail
              .put("patient", PATIENT)
              .put("records", JsonValue.of(List.of(line("Observation", List.of("bp-1"), 0))));
      case QUERY -> detail.put("system", "urn:clinic:mrn").put("value", "4711");
      case DENY, FAIL ->
          detail
              .put("patient", PATIENT)
              .put("attempted", "READ")
              .put("refused", "the policy lets no clerk read")
              .put(
                  "records",
                  JsonValue.of(
                      List.of(
                          line("Observation", List.of("bp-1", "bp-2"), 2),
                          line("Condition", List.of("c-1"), 0))));
      case BTG_OPEN ->
          detail.put("reason", "unconscious in the emergency room").put("minutes", 240);
      default -> detail.put("action", "as asked").put("rows", 3);
    }
    return detail.build();
  }

  /** Every member that has a meaning, and some that have none. */
  static JsonValue.Members hostile(String text) {
    JsonMembers detail = JsonValue.members();
    for (String name :
        List.of(
            "issuer",
            "user",
            "patient",
            "refused",
            "jti",
            "client",
            "address",
            "query",
            "value",
            "system",
            "confidentiality",
            "reason",
            "emergency",
            "a b<c>")) {
      detail.put(name, text);
    }
    return detail
        .put("attempted", "QUERY")
        .put("records", JsonValue.of(List.of(line(text, List.of(text, text), 1))))
        .put("minutes", -1)
        .put("flag", true)
        .put("keys", JsonValue.ofTexts(List.of(text)))
        .build();
  }

  private static JsonValue line(String type, List<String> ids, long revision) {
    JsonMembers line =
        JsonValue.members()
            .put("type", type)
            .put("ids", JsonValue.ofTexts(ids))
            .put("fields", JsonValue.ofTexts(List.of("status", "valueQuantity")));
    return (revision > 0 ? line.put("revision", revision) : line).build();
  }
}

package org.patientvault.cli.demo;

import static org.patientvault.cli.demo.Json.number;
import static org.patientvault.cli.demo.Json.object;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The invented record of one person. Codes are our own; nobody's terminology is copied.
 *
 * <p>References name the patient by {@code subject}, which differs between a bundle and a bulk
 * file.
 */
final class Resources {
  private static final String CODES = "https://demo.patientvault.example/codes";
  private static final String MRN = "https://demo.patientvault.example/mrn";
  private static final String NATIONAL = "https://demo.patientvault.example/national-id";

  private final Person person;
  private final String subject;
  private final SplittableRandom random;
  private final List<Map<String, Object>> made = new ArrayList<>();

  private Resources(Person person, String subject) {
    this.person = person;
    this.subject = subject;
    this.random = new SplittableRandom(Long.parseLong(person.number()));
  }

  static List<Map<String, Object>> of(Person person, String subject) {
    Resources resources = new Resources(person, subject);
    resources.patient();
    for (int year = 2023; year <= 2025; year++) {
      resources.visit(String.valueOf(year));
    }
    resources.longTerm();
    resources.provenance();
    return resources.made;
  }

  private String id(String kind) {
    return person.id() + "-" + kind;
  }

  private void add(String type, String id, Object... members) {
    Map<String, Object> resource = object("resourceType", type, "id", id);
    resource.putAll(object(members));
    made.add(resource);
  }

  private Map<String, Object> toPatient() {
    return object("reference", subject, "display", person.fullName());
  }

  private static Map<String, Object> reference(String to, String display) {
    return object("reference", to, "display", display);
  }

  private static Map<String, Object> coded(String code, String text) {
    return object(
        "coding", List.of(object("system", CODES, "code", code, "display", text)), "text", text);
  }

  private void patient() {
    add(
        "Patient",
        person.id(),
        "meta",
        object("security", List.of(object("system", CODES, "code", "demo"))),
        "text",
        object("status", "generated", "div", "<div>" + person.fullName() + "</div>"),
        "extension",
        List.of(object("url", CODES + "/religion", "valueString", "none stated")),
        "identifier",
        List.of(
            object("system", MRN, "value", "MRN-" + person.number() + "00"),
            object("use", "official", "system", NATIONAL, "value", nationalId())),
        "active",
        true,
        "name",
        List.of(object("use", "official", "family", person.family(), "given", person.given())),
        "telecom",
        List.of(object("system", "phone", "value", "+000 555 01" + person.number())),
        "gender",
        person.gender(),
        "birthDate",
        person.birthDate(),
        "_birthDate",
        object("extension", List.of(object("url", CODES + "/source", "valueCode", "stated"))),
        "address",
        List.of(
            object("line", List.of(person.number() + " Example Street"), "city", person.city())),
        "multipleBirthBoolean",
        false,
        "generalPractitioner",
        List.of(reference("Practitioner/demo-gp", "Dr. Amara Example")),
        "x-imported-from",
        object("system", "demo", "revision", number("1.0")));
  }

  private String nationalId() {
    return "000 " + person.number() + " " + (100 + random.nextInt(900));
  }

  private void visit(String year) {
    String day = year + "-0" + (1 + random.nextInt(9)) + "-1" + random.nextInt(10);
    String visit = id("visit-" + year);
    String at = "Encounter/" + visit;
    add(
        "Encounter", visit,
        "status", "finished",
        "class", object("system", CODES, "code", "ambulatory"),
        "type", List.of(coded("check-up", "Yearly check-up")),
        "subject", toPatient(),
        "participant",
            List.of(object("individual", reference("Practitioner/demo-gp", "Dr. Amara Example"))),
        "period", object("start", day + "T09:00:00+01:00", "end", day + "T09:20:00+01:00"),
        "serviceProvider", reference("Organization/demo-clinic", "Example Clinic"));
    observation(year, at, day, "weight", "Body weight", "5" + random.nextInt(10) + ".00", "kg");
    observation(
        year, at, day, "temperature", "Body temperature", "36." + random.nextInt(10) + "0", "Cel");
    observation(
        year,
        at,
        day,
        "glucose",
        "Fasting glucose",
        "0." + (80 + random.nextInt(20)) + "00",
        "g/L");
    observation(year, at, day, "platelets", "Platelets", "2." + random.nextInt(10) + "0e5", "/uL");
    note(year, at, day);
  }

  private void observation(
      String year, String at, String day, String code, String text, String value, String unit) {
    add(
        "Observation", id(code + "-" + year),
        "status", "final",
        "category", List.of(coded("measurement", "Measurement")),
        "code", coded(code, text),
        "subject", toPatient(),
        "encounter", object("reference", at),
        "effectiveDateTime", day + "T09:05:00+01:00",
        "valueQuantity", object("value", number(value), "unit", unit));
  }

  private void note(String year, String at, String day) {
    String text =
        "# Note of "
            + day
            + "\n"
            + person.fullName()
            + " comes for a yearly check-up.\n"
            + "No complaints. Next visit in a year.\n";
    add(
        "DocumentReference", id("note-" + year),
        "status", "current",
        "type", coded("note", "Clinical note"),
        "subject", toPatient(),
        "date", day + "T09:30:00+01:00",
        "content",
            List.of(
                object(
                    "attachment",
                    object(
                        "contentType",
                        "text/plain; charset=utf-8",
                        "data",
                        Base64.getEncoder()
                            .encodeToString(text.getBytes(StandardCharsets.UTF_8))))),
        "context", object("encounter", List.of(object("reference", at))));
  }

  private void longTerm() {
    add(
        "Condition", id("asthma"),
        "clinicalStatus", coded("active", "Active"),
        "code", coded("asthma", "Asthma"),
        "subject", toPatient(),
        "onsetDateTime", "2001-0" + (1 + random.nextInt(9)),
        "note",
            List.of(
                object("text", "First seen as a child; " + person.fullName() + " manages well.")));
    add(
        "AllergyIntolerance", id("penicillin"),
        "criticality", "high",
        "code", coded("penicillin", "Penicillin"),
        "patient", toPatient(),
        "recordedDate", "2019");
    add(
        "MedicationRequest", id("inhaler"),
        "status", "active",
        "intent", "order",
        "medicationCodeableConcept", coded("inhaler", "Relieving inhaler"),
        "subject", toPatient(),
        "authoredOn", "2025-01-07",
        "dosageInstruction",
            List.of(
                object(
                    "text",
                    "two puffs when needed",
                    "doseAndRate",
                    List.of(
                        object("doseQuantity", object("value", number("0.20"), "unit", "mg"))))));
    add(
        "Observation", id("counselling"),
        "extension", List.of(object("url", CODES + "/protected", "valueBoolean", true)),
        "status", "final",
        "code", coded("counselling", "Counselling"),
        "subject", toPatient(),
        "valueString", "Spoke about sleep and grief.",
        "_valueString",
            object("extension", List.of(object("url", CODES + "/language", "valueCode", "en"))));
    add(
        "Immunization",
        id("tetanus"),
        "status",
        "completed",
        "vaccineCode",
        coded("tetanus", "Tetanus"),
        "patient",
        toPatient(),
        "occurrenceDateTime",
        "2018-10",
        "primarySource",
        true);
  }

  private void provenance() {
    List<Map<String, Object>> targets =
        made.stream()
            .map(each -> object("reference", each.get("resourceType") + "/" + each.get("id")))
            .toList();
    add(
        "Provenance",
        id("provenance"),
        "target",
        targets,
        "recorded",
        "2026-01-01T00:00:00Z",
        "agent",
        List.of(object("who", reference("Practitioner/demo-gp", "Dr. Amara Example"))));
  }

  /** Whom all patients share. */
  static List<Map<String, Object>> staff() {
    return List.of(
        object(
            "resourceType", "Organization",
            "id", "demo-clinic",
            "active", true,
            "name", "Example Clinic",
            "telecom", List.of(object("system", "phone", "value", "+000 555 0000"))),
        object(
            "resourceType", "Practitioner",
            "id", "demo-gp",
            "active", true,
            "name",
                List.of(
                    object(
                        "family", "Example", "given", List.of("Amara"), "prefix", List.of("Dr."))),
            "gender", "female"));
  }
}

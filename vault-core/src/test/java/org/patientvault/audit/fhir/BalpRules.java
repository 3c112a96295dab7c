package org.patientvault.audit.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/**
 * The rules of IHE BALP 1.1 that base R4 knows nothing of, one a method, for any AuditEvent that
 * claims a profile; and the rules that hold for every resource of ours. From the profiles'
 * definitions, {@code IHE.BasicAudit.*}.
 */
final class BalpRules {
  private static final String PROFILES =
      "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.";
  private static final String DCM = "http://dicom.nema.org/resources/ontology/DCM|";
  private static final String HL7 = "http://terminology.hl7.org/CodeSystem/";
  private static final String SOURCE = DCM + "110153";
  private static final String DESTINATION = DCM + "110152";
  private static final String REST = "http://hl7.org/fhir/restful-interaction|";
  private static final Set<String> USERS =
      Set.of(
          HL7 + "v3-ParticipationType|IRCP",
          HL7 + "v3-ParticipationType|AUT",
          HL7 + "v3-ParticipationType|INF",
          HL7 + "v3-ParticipationType|CST");

  private BalpRules() {}

  /** Every rule, under its name. */
  static Map<String, Consumer<JsonNode>> all() {
    Map<String, Consumer<JsonNode>> rules = new LinkedHashMap<>();
    rules.put("outcome of a profile is success", BalpRules::outcomeOfAProfile_isSuccess);
    rules.put("type and action are the profile's", BalpRules::typeAndAction_areTheProfiles);
    rules.put("subtype is one interaction", BalpRules::subtype_isOneInteraction);
    rules.put("client and server are cast", BalpRules::clientAndServer_areCast);
    rules.put("client and server have a network", BalpRules::clientAndServer_haveWhoAndNetwork);
    rules.put("user has its type", BalpRules::user_hasTheProfilesType);
    rules.put("user has no network", BalpRules::user_hasNoNetworkAndNoMedia);
    rules.put("patient is one entity", BalpRules::patient_isOneEntityWithRoleAndReference);
    rules.put("data is one entity", BalpRules::data_isOneSystemObject);
    rules.put("query is one entity", BalpRules::query_isOneSystemObject);
    rules.put("transaction is one entity", BalpRules::transaction_isOneAndNamesTheRequest);
    rules.put("disclosure's source is the observer", BalpRules::disclosure_sourceIsTheObserver);
    rules.put("requestor is one", BalpRules::requestor_isOneAtMostAndAlwaysSaid);
    rules.put("names have no query", BalpRules::entity_hasNoNameBesidesAQuery);
    rules.put("log is one entity", BalpRules::log_isOneEntityOfTypeOther);
    return rules;
  }

  static void outcomeOfAProfile_isSuccess(JsonNode event) {
    if (profile(event) != null) {
      assertThat(event.at("/outcome").asText()).isEqualTo("0");
    }
    assertThat(event.at("/meta/profile").size()).isLessThanOrEqualTo(1);
  }

  static void typeAndAction_areTheProfiles(JsonNode event) {
    String profile = profile(event);
    if (profile == null) {
      return;
    }
    if (profile.equals("PrivacyDisclosure.Source")) {
      assertThat(code(event.get("type"))).isEqualTo(DCM + "110106");
      assertThat(event.get("action").asText()).isEqualTo("R");
    } else {
      assertThat(code(event.get("type"))).isEqualTo(HL7 + "audit-event-type|rest");
      assertThat(event.get("action").asText())
          .isEqualTo(
              Map.of("Read", "R", "Query", "E", "Create", "C", "Update", "U", "Delete", "D")
                  .get(base(profile)));
    }
  }

  static void subtype_isOneInteraction(JsonNode event) {
    String profile = profile(event);
    if (profile == null) {
      return;
    }
    List<String> codes = list(event.get("subtype")).stream().map(BalpRules::code).toList();
    if (profile.equals("PrivacyDisclosure.Source")) {
      assertThat(codes).containsOnlyOnce(HL7 + "iso-21089-lifecycle|disclose");
      return;
    }
    Set<String> allowed =
        switch (base(profile)) {
          case "Read" -> Set.of(REST + "read", REST + "vread");
          case "Query" -> Set.of(REST + "search", REST + "search-type", REST + "search-system");
          case "Update" -> Set.of(REST + "update", REST + "patch");
          case "Create" -> Set.of(REST + "create");
          default -> Set.of(REST + "delete");
        };
    assertThat(codes.stream().filter(allowed::contains)).hasSize(1);
  }

  static void clientAndServer_areCast(JsonNode event) {
    String profile = profile(event);
    if (profile == null) {
      return;
    }
    assertThat(agents(event, client(profile))).hasSize(1);
    assertThat(agents(event, server(profile))).hasSize(1);
    assertThat(system(agents(event, server(profile)).get(0))).as("who answered").endsWith(":node");
    assertThat(system(agents(event, client(profile)).get(0)))
        .as("who asked")
        .matches(".*:(process|client)");
  }

  static void clientAndServer_haveWhoAndNetwork(JsonNode event) {
    String profile = profile(event);
    if (profile == null) {
      return;
    }
    for (String type : List.of(client(profile), server(profile))) {
      JsonNode agent = agents(event, type).get(0);
      assertThat(agent.at("/network/address").asText()).isNotBlank();
      assertThat(agent.at("/network/type").asText()).isIn("1", "2");
      assertThat(agent.at("/who/identifier/value").asText()).isNotBlank();
      assertThat(agent.has("media")).isFalse();
    }
  }

  static void user_hasTheProfilesType(JsonNode event) {
    String profile = profile(event);
    if (profile == null) {
      return;
    }
    boolean reads = Set.of("Read", "Query", "PrivacyDisclosure.Source").contains(base(profile));
    for (JsonNode user : users(event)) {
      assertThat(type(user).endsWith("|IRCP")).isEqualTo(reads);
      assertThat(user.get("requestor").asBoolean()).isTrue();
      assertThat(user.has("who")).isTrue();
    }
    assertThat(users(event).size()).isLessThanOrEqualTo(1);
  }

  static void user_hasNoNetworkAndNoMedia(JsonNode event) {
    for (JsonNode user : users(event)) {
      assertThat(user.has("network")).isFalse();
      assertThat(user.has("media")).isFalse();
    }
  }

  static void patient_isOneEntityWithRoleAndReference(JsonNode event) {
    String profile = profile(event);
    List<JsonNode> patients = entities(event, HL7 + "audit-entity-type|1");
    boolean needed =
        profile != null && (profile.startsWith("Patient") || profile.startsWith("Privacy"));
    assertThat(patients.size()).isBetween(needed ? 1 : 0, 1);
    assertThat(profile != null && !needed && !patients.isEmpty()).isFalse();
    for (JsonNode patient : patients) {
      assertThat(code(patient.get("role"))).isEqualTo(HL7 + "object-role|1");
      assertThat(patient.at("/what/type").asText()).isEqualTo("Patient");
      assertThat(patient.at("/what/identifier/value").asText()).isNotBlank();
    }
  }

  static void data_isOneSystemObject(JsonNode event) {
    String profile = profile(event);
    List<JsonNode> data = entities(event, HL7 + "audit-entity-type|2");
    assertThat(data.size()).isLessThanOrEqualTo(1);
    if (profile != null && !base(profile).equals("Query")) {
      assertThat(data).hasSize(1);
      assertThat(code(data.get(0).get("role")))
          .isIn(HL7 + "object-role|4", HL7 + "object-role|3", HL7 + "object-role|20");
      assertThat(data.get(0).has("what")).isTrue();
    }
  }

  static void query_isOneSystemObject(JsonNode event) {
    for (JsonNode query : entities(event, HL7 + "audit-entity-type|2")) {
      if (code(query.get("role")).equals(HL7 + "object-role|24")) {
        for (String none : List.of("what", "lifecycle", "detail", "name")) {
          assertThat(query.has(none)).as(none).isFalse();
        }
      }
    }
    String profile = profile(event);
    if (profile != null && base(profile).equals("Query")) {
      List<JsonNode> queries = entities(event, HL7 + "audit-entity-type|2");
      assertThat(queries).hasSize(1);
      assertThat(code(queries.get(0).get("role"))).isEqualTo(HL7 + "object-role|24");
      assertThat(queries.get(0).get("query").asText()).isNotEmpty();
    }
  }

  static void transaction_isOneAndNamesTheRequest(JsonNode event) {
    List<JsonNode> requests =
        entities(
            event, "https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType|XrequestId");
    assertThat(requests.size()).isLessThanOrEqualTo(1);
    requests.forEach(each -> assertThat(each.at("/what/identifier/value").asText()).isNotBlank());
  }

  static void disclosure_sourceIsTheObserver(JsonNode event) {
    if ("PrivacyDisclosure.Source".equals(profile(event))) {
      assertThat(agents(event, SOURCE).get(0).get("who")).isEqualTo(event.at("/source/observer"));
      assertThat(event.get("entity").size()).isGreaterThanOrEqualTo(2);
    }
  }

  static void requestor_isOneAtMostAndAlwaysSaid(JsonNode event) {
    List<JsonNode> agents = list(event.get("agent"));
    assertThat(agents).allMatch(agent -> agent.has("requestor"));
    assertThat(agents.stream().filter(agent -> agent.get("requestor").asBoolean()).count())
        .isLessThanOrEqualTo(1);
  }

  static void entity_hasNoNameBesidesAQuery(JsonNode event) {
    assertThat(list(event.get("entity"))).noneMatch(each -> each.has("name") && each.has("query"));
  }

  static void log_isOneEntityOfTypeOther(JsonNode event) {
    List<JsonNode> logs = entities(event, HL7 + "audit-entity-type|4");
    assertThat(logs).hasSize(1);
    Map<String, String> details = new LinkedHashMap<>();
    list(logs.get(0).get("detail"))
        .forEach(
            each ->
                details.putIfAbsent(each.get("type").asText(), each.path("valueString").asText()));
    assertThat(details).containsKeys("tlog-origin", "tlog-index", "tlog-leaf-hash", "tlog-leaf");
    assertThat(details.get("tlog-leaf-hash")).isEqualTo(event.get("id").asText());
  }

  /** The name of the one profile that is claimed; null when none is. */
  static @org.jspecify.annotations.Nullable String profile(JsonNode event) {
    JsonNode profile = event.at("/meta/profile/0");
    if (profile.isMissingNode()) {
      return null;
    }
    assertThat(profile.asText()).startsWith(PROFILES);
    return profile.asText().substring(PROFILES.length());
  }

  private static String base(String profile) {
    return profile.startsWith("Patient") ? profile.substring("Patient".length()) : profile;
  }

  private static String client(String profile) {
    return switch (base(profile)) {
      case "Read", "PrivacyDisclosure.Source" -> DESTINATION;
      case "Delete" -> DCM + "110150";
      default -> SOURCE;
    };
  }

  private static String server(String profile) {
    return switch (base(profile)) {
      case "Read", "PrivacyDisclosure.Source" -> SOURCE;
      case "Delete" -> HL7 + "provenance-participant-type|custodian";
      default -> DESTINATION;
    };
  }

  private static List<JsonNode> agents(JsonNode event, String type) {
    return list(event.get("agent")).stream().filter(agent -> type(agent).equals(type)).toList();
  }

  private static List<JsonNode> users(JsonNode event) {
    return list(event.get("agent")).stream().filter(each -> USERS.contains(type(each))).toList();
  }

  private static String type(JsonNode agent) {
    return code(agent.at("/type/coding/0"));
  }

  private static String system(JsonNode agent) {
    return agent.at("/who/identifier/system").asText();
  }

  private static List<JsonNode> entities(JsonNode event, String type) {
    return list(event.get("entity")).stream()
        .filter(entity -> code(entity.get("type")).equals(type))
        .toList();
  }

  private static String code(JsonNode coding) {
    return coding.path("system").asText() + "|" + coding.path("code").asText();
  }

  private static List<JsonNode> list(JsonNode array) {
    return array == null
        ? new ArrayList<>()
        : StreamSupport.stream(array.spliterator(), false).toList();
  }
}

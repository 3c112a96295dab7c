package org.patientvault.bench.peers;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAction;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentNetworkType;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventEntityComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventEntityDetailComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventOutcome;
import org.hl7.fhir.r4.model.Base64BinaryType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;

/**
 * The AuditEvent of a read, made with HAPI FHIR's model and parser as the vault writes one: the
 * same elements, codes and identifiers. Its leaf and leaf hash are given, not computed.
 */
public final class HapiAuditEvents {
  private static final String DCM = "http://dicom.nema.org/resources/ontology/DCM";
  private static final String HL7 = "http://terminology.hl7.org/CodeSystem/";
  private static final String VAULT =
      "urn:patientvault:vault.example.org/000102030405060708090a0b0c0d0e0f:";
  private static final String SHARD =
      "urn:patientvault:vault.example.org/000102030405060708090a0b0c0d0e0f/2026:";
  private static final String HASH = "6f516d81e28f0c3cf9e8f3772924ecf87e5bf342aecd511e84ae4cc286b0";
  private static final byte[] LEAF = new byte[385];

  private final IParser parser = FhirContext.forR4().newJsonParser();
  private int number;

  private HapiAuditEvents() {}

  public static void main(String[] arguments) throws Exception {
    HapiAuditEvents events = new HapiAuditEvents();
    int bytes = events.write();
    PeerServer.serve(bytes, "model and JSON parser; hashes nothing", "write", events::write);
  }

  private int write() {
    return parser.encodeResourceToString(event(number++)).getBytes(StandardCharsets.UTF_8).length;
  }

  @SuppressWarnings("JavaUtilDate") // HAPI's model asks for it.
  private static AuditEvent event(int number) {
    AuditEvent event = new AuditEvent();
    event.setId(HASH + (1000 + number % 1000));
    event
        .getMeta()
        .addProfile(
            "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.PatientRead");
    event.setType(coding(HL7 + "audit-event-type", "rest", "RESTful Operation"));
    event.addSubtype(coding("http://hl7.org/fhir/restful-interaction", "read", "read"));
    event.setAction(AuditEventAction.R);
    event.setRecorded(new Date(1_768_465_867_042L + number));
    event.setOutcome(AuditEventOutcome._0);
    event.addPurposeOfEvent(purpose());
    event.addAgent(user(number));
    event.addAgent(application("110152", "Destination Role ID", "process", "node-1/7f3a9c21"));
    event.addAgent(application("110153", "Source Role ID", "node", "node-1"));
    event
        .getSource()
        .setSite("vault.example.org/000102030405060708090a0b0c0d0e0f")
        .setObserver(device("node", "node-1"))
        .addType(coding(HL7 + "security-source-type", "4", "Application Server"));
    event.addEntity(patient(number));
    event.addEntity(record(number));
    event.addEntity(request(number));
    event.addEntity(log(number));
    return event;
  }

  private static Coding coding(String system, String code, String display) {
    return new Coding(system, code, display);
  }

  private static CodeableConcept purpose() {
    return new CodeableConcept()
        .addCoding(new Coding().setSystem(HL7 + "v3-ActReason").setCode("TREAT"));
  }

  private static Reference named(String system, String value) {
    return new Reference().setIdentifier(new Identifier().setSystem(system).setValue(value));
  }

  private static Reference device(String what, String value) {
    return named(VAULT + what, value).setType("Device");
  }

  private static AuditEventAgentComponent user(int number) {
    AuditEventAgentComponent user = new AuditEventAgentComponent();
    user.setType(
        new CodeableConcept()
            .addCoding(coding(HL7 + "v3-ParticipationType", "IRCP", "information recipient")));
    user.addRole(new CodeableConcept().setText("physician"));
    user.setWho(named("https://id.example.org", "dr.lea." + number % 100));
    user.setAltId("AQEBAQEBAQEBAQEBAQEBAQ").setName("dr.lea." + number % 100).setRequestor(true);
    user.addPolicy(VAULT + "access-policy:7");
    user.addPurposeOfUse(purpose());
    return user;
  }

  private static AuditEventAgentComponent application(
      String code, String display, String what, String value) {
    AuditEventAgentComponent agent = new AuditEventAgentComponent();
    agent.setType(new CodeableConcept().addCoding(coding(DCM, code, display)));
    agent.setWho(device(what, value)).setRequestor(false);
    agent.getNetwork().setAddress("node-1").setType(AuditEventAgentNetworkType._1);
    return agent;
  }

  private static String patientOf(int number) {
    return "0f0e0d0c0b0a0908070605040302" + (1000 + number % 1000);
  }

  private static AuditEventEntityComponent patient(int number) {
    AuditEventEntityComponent entity = new AuditEventEntityComponent();
    entity.setWhat(named(VAULT + "patient", patientOf(number)).setType("Patient"));
    entity.setType(coding(HL7 + "audit-entity-type", "1", "Person"));
    entity.setRole(coding(HL7 + "object-role", "1", "Patient"));
    return entity.addDetail(detail("pseudonym", "AgICAgICAgICAgICAgICAg"));
  }

  private static AuditEventEntityComponent record(int number) {
    AuditEventEntityComponent entity = new AuditEventEntityComponent();
    entity.setWhat(named(VAULT + "record", patientOf(number) + "/Observation/bp-1"));
    entity.setType(coding(HL7 + "audit-entity-type", "2", "System Object"));
    entity.setRole(coding(HL7 + "object-role", "4", "Domain Resource"));
    entity.setLifecycle(coding(HL7 + "dicom-audit-lifecycle", "6", "Access / Use"));
    entity.addSecurityLabel(new Coding().setSystem(HL7 + "v3-Confidentiality").setCode("R"));
    entity.addDetail(detail("pseudonym", "AwMDAwMDAwMDAwMDAwMDAw"));
    entity.addDetail(detail("record", "Observation/bp-1"));
    return entity.addDetail(detail("fields", "Observation: status valueQuantity"));
  }

  private static AuditEventEntityComponent request(int number) {
    AuditEventEntityComponent entity = new AuditEventEntityComponent();
    entity.setWhat(new Reference().setIdentifier(new Identifier().setValue("req-" + number)));
    return entity.setType(
        coding(
            "https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType",
            "XrequestId",
            "transport specific unique identifier where http X-Request-Id is used"));
  }

  private static AuditEventEntityComponent log(int number) {
    AuditEventEntityComponent entity = new AuditEventEntityComponent();
    entity.setWhat(named(SHARD + "entry", String.valueOf(number)));
    entity.setType(coding(HL7 + "audit-entity-type", "4", "Other"));
    entity.addDetail(
        detail("tlog-origin", "vault.example.org/000102030405060708090a0b0c0d0e0f/2026"));
    entity.addDetail(detail("tlog-index", String.valueOf(number)));
    entity.addDetail(detail("tlog-leaf-hash", HASH + (1000 + number % 1000)));
    entity.addDetail(
        new AuditEventEntityDetailComponent()
            .setType("tlog-leaf")
            .setValue(new Base64BinaryType(LEAF)));
    return entity.addDetail(detail("tlog-event", "READ"));
  }

  private static AuditEventEntityDetailComponent detail(String type, String text) {
    return new AuditEventEntityDetailComponent().setType(type).setValue(new StringType(text));
  }
}

package org.patientvault.internal.documents;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.patientvault.model.RecordType;

/**
 * Where each resource type names its patient: the R4 Patient compartment, its search parameters
 * written as element paths, in the order of the CompartmentDefinition with the subject first.
 *
 * <p>Below the line of the compartment stand types that R4 leaves out although they can name a
 * patient.
 */
final class PatientPaths {
  private static final String TABLE =
      """
      Account subject
      AdverseEvent subject
      AllergyIntolerance patient recorder asserter
      Appointment participant.actor
      AppointmentResponse actor
      AuditEvent agent.who entity.what
      Basic subject author
      BodyStructure patient
      CarePlan subject activity.detail.performer
      CareTeam subject participant.member
      ChargeItem subject
      Claim patient payee.party
      ClaimResponse patient
      ClinicalImpression subject
      Communication subject sender recipient
      CommunicationRequest subject sender recipient requester
      Composition subject author attester.party
      Condition subject asserter
      Consent patient
      Coverage beneficiary policyHolder subscriber payor
      CoverageEligibilityRequest patient
      CoverageEligibilityResponse patient
      DetectedIssue patient
      DeviceRequest subject performer
      DeviceUseStatement subject
      DiagnosticReport subject
      DocumentManifest subject author recipient
      DocumentReference subject author
      Encounter subject
      EnrollmentRequest candidate
      EpisodeOfCare patient
      ExplanationOfBenefit patient payee.party
      FamilyMemberHistory patient
      Flag subject
      Goal subject
      Group member.entity
      ImagingStudy subject
      Immunization patient
      ImmunizationEvaluation patient
      ImmunizationRecommendation patient
      Invoice subject recipient
      List subject source
      MeasureReport subject
      Media subject
      MedicationAdministration subject performer.actor
      MedicationDispense subject receiver
      MedicationRequest subject
      MedicationStatement subject
      MolecularSequence patient
      NutritionOrder patient
      Observation subject performer
      Person link.target
      Procedure subject performer.actor
      Provenance target
      QuestionnaireResponse subject author source
      RelatedPerson patient
      RequestGroup subject action.participant
      ResearchSubject individual
      RiskAssessment subject
      Schedule actor
      ServiceRequest subject performer
      Specimen subject
      SupplyDelivery patient
      SupplyRequest deliverTo
      VisionPrescription patient
      -
      BiologicallyDerivedProduct collection.source
      Contract subject
      Device patient
      GuidanceResponse subject
      Linkage item.resource
      MessageHeader focus
      Task for
      """;

  /** Kept once for all patients; they stay when a patient is erased. */
  private static final Set<String> SHARED =
      Set.of(
          "Practitioner",
          "PractitionerRole",
          "Organization",
          "OrganizationAffiliation",
          "Location",
          "HealthcareService",
          "Endpoint",
          "InsurancePlan",
          "Medication",
          "MedicationKnowledge",
          "Substance",
          "DeviceDefinition",
          "Questionnaire",
          "Library",
          "Measure",
          "PlanDefinition",
          "ActivityDefinition",
          "CodeSystem",
          "ValueSet",
          "ConceptMap",
          "NamingSystem",
          "StructureDefinition",
          "SearchParameter",
          "OperationDefinition",
          "CapabilityStatement");

  private static final Map<String, List<List<String>>> PATHS = parse();

  private PatientPaths() {}

  private static Map<String, List<List<String>>> parse() {
    Map<String, List<List<String>>> paths = new HashMap<>();
    for (String line : TABLE.lines().toList()) {
      List<String> words = List.of(line.split(" "));
      paths.put(
          words.get(0),
          words.stream()
              .skip(1)
              .map(path -> Arrays.asList(path.split("\\.")))
              .collect(Collectors.toUnmodifiableList()));
    }
    return Map.copyOf(paths);
  }

  /** The paths to try, in order; empty for a type that names no patient. */
  static List<List<String>> of(RecordType type) {
    return PATHS.getOrDefault(type.value(), List.of());
  }

  /** Whether resources of this type are nobody's, whoever stands beside them in a bundle. */
  static boolean isShared(RecordType type) {
    return SHARED.contains(type.value());
  }
}

package org.patientvault.internal.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.patientvault.access.AccessPolicy;
import org.patientvault.access.Action;
import org.patientvault.model.FieldClass;
import org.patientvault.model.FieldName;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordType;
import org.patientvault.model.Role;
import org.patientvault.model.Schema;

class ShippedFilesTest {
  private static final Schema SCHEMA = SchemaFile.parse(ShippedFiles.fhirR4Schema());
  private static final AccessPolicy POLICY = PolicyFile.parse(ShippedFiles.defaultPolicy());

  @Test
  void schema_asShipped_hasNoFindings() {
    assertThat(SchemaFile.lint(SCHEMA)).isEmpty();
  }

  @Test
  void policy_asShipped_passesItsOwnTests_andHasNoFindings() {
    assertThat(POLICY.examples()).hasSizeGreaterThan(20);
    assertThat(POLICY.failedExamples()).isEmpty();
    assertThat(PolicyFile.lint(POLICY, SCHEMA)).isEmpty();
  }

  @Test
  void schema_referencesThatRepeatTheName_areIdentityOrNarrative() {
    assertThat(classOf("Encounter", "subject")).isEqualTo("identity");
    assertThat(classOf("CareTeam", "participant")).isEqualTo("identity");
    assertThat(classOf("Observation", "performer")).isEqualTo("identity");
    assertThat(classOf("DiagnosticReport", "subject")).isEqualTo("narrative");
    assertThat(classOf("Account", "name")).isEqualTo("identity");
  }

  @Test
  void schema_whatNobodyLookedAt_isSensitive() {
    assertThat(classOf("Patient", "favouriteColour")).isEqualTo("sensitive");
    assertThat(classOf("Observation", "_status")).isEqualTo("sensitive");
    assertThat(classOf("Invented", "anything")).isEqualTo("sensitive");
  }

  @Test
  void policy_admin_readsNothing_whateverThePurpose() {
    for (Purpose purpose : Purpose.values()) {
      for (FieldClass fieldClass : SCHEMA.classes().keySet()) {
        assertThat(POLICY.decide(new Role("admin"), purpose, fieldClass, true).isAllowed())
            .isFalse();
      }
    }
  }

  @Test
  void policy_onlyCareGivers_readIdentityOrMore() {
    Stream.of("identity", "clinical", "narrative", "sensitive")
        .map(FieldClass::new)
        .forEach(
            fieldClass -> {
              for (Role role : POLICY.roles()) {
                for (Purpose purpose : Purpose.values()) {
                  boolean careGiver = role.value().matches("physician|nurse");
                  boolean allowed = POLICY.decide(role, purpose, fieldClass, true).isAllowed();
                  assertThat(allowed && !careGiver).isFalse();
                }
              }
            });
    assertThat(POLICY.allowsEver(new Role("clerk"), Action.ADMINISTER)).isFalse();
  }

  private static String classOf(String type, String field) {
    return SCHEMA.of(new RecordType(type)).ruleOf(new FieldName(field)).fieldClass().value();
  }
}

package org.patientvault.internal.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.patientvault.access.AccessPolicy;
import org.patientvault.access.AccessRequest;
import org.patientvault.access.Decision;
import org.patientvault.model.FieldClass;
import org.patientvault.model.Purpose;
import org.patientvault.model.Role;
import org.patientvault.model.VaultException;

class PolicyFileTest {
  private static final String EXAMPLE =
      """
      patientvault-policy: 1
      name: example
      rules:
        - name: nurses treat
          roles: nurse
          purposes: [TREAT, COC]
          classes: [contact, clinical]
          allow: [read, search]
        - name: emergencies
          roles: any
          purposes: BTG
          classes: any
          break-glass: read
        - name: nobody markets
          roles: any
          purposes: HMARKT
          classes: any
          deny: [read, write, search]
      tests:
        - {role: nurse, purpose: TREAT, class: clinical, expect: allow}
        - {role: nurse, purpose: TREAT, action: search, expect: allow}
        - {role: clerk, purpose: BTG, class: clinical, emergency: true, expect: allow}
        - {role: clerk, purpose: HMARKT, class: clinical, expect: deny}
      """;

  @Test
  void parse_theExample_decidesAsItSays() {
    AccessPolicy policy = PolicyFile.parse(bytes(EXAMPLE));
    Role nurse = new Role("nurse");
    FieldClass clinical = new FieldClass("clinical");
    assertThat(policy.name()).isEqualTo("example");
    assertThat(policy.failedExamples()).isEmpty();
    assertThat(policy.decide(nurse, Purpose.COC, clinical, false).isAllowed()).isTrue();
    assertThat(policy.decide(nurse, Purpose.BTG, clinical, false))
        .isInstanceOf(Decision.NeedsBreakGlass.class);
    assertThat(policy.decide(AccessRequest.search(nurse, Purpose.TREAT)).isAllowed()).isTrue();
    assertThat(policy.decide(AccessRequest.write(nurse, Purpose.TREAT, clinical)).isAllowed())
        .isFalse();
  }

  /** Old text, new text, the line and the reason. {@code |} stands for a line break. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "name: example; owner: me|name: example; line 2: unknown key 'owner'",
        "roles: nurse; role: nurse; line",
        "roles: nurse; roles: Nurse; line 5: 'Nurse' is not a role",
        "roles: nurse; roles: [nurse, nurse]; line 5: the name stands twice",
        "roles: nurse; roles: [nurse, any]; line 5: 'any' stands alone, not in a list",
        "roles: nurse; roles: []; line 5: a scope is any, or a list of at least one name",
        "roles: nurse; roles: ; line 5: expected a text, found nothing",
        "[TREAT, COC]; [TREAT, CURE]; line 6: 'CURE' is not one of",
        "[TREAT, COC]; [treat]; line 6: 'treat' is not one of",
        "allow: [read, search]; allow: [read, peek]; line 8: 'peek' is not one of",
        "allow: [read, search]; allow: [read, read]; line 8: the action stands twice",
        "allow: [read, search]; allow: []; line",
        "allow: [read, search]; allow: search; line",
        "break-glass: read; break-glass: administer; line",
        "break-glass: read; \"break-glass: read|    deny: read\"; line",
        "class: clinical, expect: allow; expect: allow; line 20: read is asked for one field class",
        "expect: allow; expect: perhaps; line 20: 'perhaps' is not one of",
        "emergency: true; emergency: 1; line 22: expected true or false, found a number",
        "action: search; action: search, class: clinical; line 21: search is asked for without",
      })
  void parse_aFileWithOneMistake_isRefusedWithLineAndReason(
      String old, String mistake, String reason) {
    String file =
        EXAMPLE.replaceFirst(java.util.regex.Pattern.quote(old), mistake.replace("|", "\n"));
    assertThat(file).isNotEqualTo(EXAMPLE);
    assertThatThrownBy(() -> PolicyFile.parse(bytes(file)))
        .isInstanceOf(VaultException.InvalidInput.class)
        .hasMessageStartingWith(reason);
  }

  @Test
  void parse_withoutTests_isRefused() {
    String file = EXAMPLE.substring(0, EXAMPLE.indexOf("tests:"));
    assertThatThrownBy(() -> PolicyFile.parse(bytes(file)))
        .isInstanceOf(VaultException.InvalidInput.class)
        .hasMessageContaining("the key 'tests' is missing");
  }

  @Test
  void lint_failedTestsComeFirst_thenWhatIsSeldomMeant() {
    AccessPolicy policy = PolicyFile.parse(bytes(EXAMPLE.replace("TREAT, COC", "COC")));
    assertThat(PolicyFile.lint(policy, SchemaFile.parse(ShippedFiles.fhirR4Schema())))
        .startsWith("test 1, nurse read clinical for TREAT: expected allow, the rules say deny")
        .contains(
            "rule 'emergencies' speaks to any role, unknown ones too",
            "no test touches rule 'nurses treat'");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

package org.patientvault.internal.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.patientvault.model.Confidentiality;
import org.patientvault.model.FieldClass;
import org.patientvault.model.FieldName;
import org.patientvault.model.FieldRule;
import org.patientvault.model.GroupName;
import org.patientvault.model.Padding;
import org.patientvault.model.RecordType;
import org.patientvault.model.Schema;
import org.patientvault.model.TypeSchema;
import org.patientvault.model.VaultException;

class SchemaFileTest {
  private static final String EXAMPLE =
      """
      patientvault-schema: 1
      name: example
      classes:
        identity: N
        clinical: N
        sensitive: V
      other-types: sensitive
      types:
        Visit:
          fields:
            identity: [name, portrait]
            clinical: [code, note]
          others: sensitive
          groups:
            portrait: [portrait]
          padding:
            name: 64
            code: none
      """;

  @Test
  void parse_theExample_givesEveryRule() {
    Schema schema = SchemaFile.parse(bytes(EXAMPLE));
    TypeSchema visit = schema.of(new RecordType("Visit"));
    assertThat(schema.name()).isEqualTo("example");
    assertThat(schema.confidentialityOf(new FieldClass("sensitive"))).isEqualTo(Confidentiality.V);
    assertThat(visit.ruleOf(new FieldName("name")))
        .isEqualTo(rule("identity", "identity", Padding.atLeast(64)));
    assertThat(visit.ruleOf(new FieldName("portrait")))
        .isEqualTo(rule("identity", "portrait", Padding.DEFAULT));
    assertThat(visit.ruleOf(new FieldName("code")))
        .isEqualTo(rule("clinical", "clinical", Padding.NONE));
    assertThat(visit.ruleOf(new FieldName("unknown")))
        .isEqualTo(rule("sensitive", "sensitive", Padding.DEFAULT));
    assertThat(schema.of(new RecordType("Other")).fields()).isEmpty();
  }

  /** Old text, new text, the line and the reason. {@code |} stands for a line break. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "name: example; colour: red|name: example; line 2: unknown key 'colour'",
        "name: example; name: example|name: two; line 3: the key 'name' stands twice",
        "name: example; name: 7; line 2: expected a text, found a number",
        "identity: N; identity: X; line 4: 'X' is not one of [U, L, M, N, R, V]",
        "identity: N; Identity: N; line 4: 'Identity' is not a field class",
        "[code, note]; [code, name]; line 12: the field 'name' stands twice in this type",
        "clinical: [code; secret: [code; line 12: the class 'secret' is not declared",
        "[code, note]; [code, two words]; line 12: 'two words' is not a field name",
        "[code, note]; \"[code, '*']\"; line 12: the class of fields that are not named",
        "[code, note]; code; line 12: expected a list, found a text",
        "others: sensitive; others: secret; line 13: the class 'secret' is not declared",
        "others: sensitive; other: sensitive; line 13: unknown key 'other'",
        "portrait: [portrait]; portrait: [face]; line 15: the field 'face' has no class",
        "portrait: [portrait]; portrait: [portrait, code]; line 15: the group 'portrait' mixes",
        "portrait: [portrait]; clinical: [portrait]; line 15: the group 'clinical' is named as a",
        "code: none; code: some; line 18: padding is 'none' or a number",
        "code: none; code: 70000; line 18: expected a whole number from 0 to 65536",
        "name: 64; name: -1; line 17: expected a whole number from 0 to 65536",
        "name: example; name: &a example|more: *a; line 3: anchors and aliases are not allowed",
        "name: example; name: !secret example; line 2: tags are not allowed",
        "name: example; \"name: [example\"; line",
      })
  void parse_aFileWithOneMistake_isRefusedWithLineAndReason(
      String old, String mistake, String reason) {
    String file =
        EXAMPLE.replaceFirst(java.util.regex.Pattern.quote(old), mistake.replace("|", "\n"));
    assertThat(file).isNotEqualTo(EXAMPLE);
    assertThatThrownBy(() -> SchemaFile.parse(bytes(file)))
        .isInstanceOf(VaultException.InvalidInput.class)
        .hasMessageStartingWith(reason);
  }

  @Test
  void parse_anotherVersionOfTheForm_isUnsupported() {
    String file = EXAMPLE.replace("patientvault-schema: 1", "patientvault-schema: 2");
    assertThatThrownBy(() -> SchemaFile.parse(bytes(file)))
        .isInstanceOf(VaultException.UnsupportedFormat.class)
        .hasMessage("line 1: patientvault-schema 2 is not known, only 1");
  }

  @Test
  void parse_aPolicyFile_isRefused() {
    assertThatThrownBy(() -> SchemaFile.parse(ShippedFiles.defaultPolicy()))
        .isInstanceOf(VaultException.InvalidInput.class);
  }

  @Test
  void lint_whatIsSeldomMeant_isFound() {
    String file =
        EXAMPLE
            .replace("others: sensitive", "others: clinical")
            .replace("identity: N", "identity: V\n  unused: N");
    assertThat(SchemaFile.lint(SchemaFile.parse(bytes(file))))
        .containsExactly(
            "classes: unused (N) stands after the stricter identity (V); the order is from the"
                + " least to the most strict",
            "classes: no field is of class unused",
            "Visit: fields that are not named have class clinical, which is not the strictest;"
                + " nobody has looked at what they hold",
            "Visit.code: its exact length can be seen (padding: none)");
  }

  private static FieldRule rule(String fieldClass, String group, Padding padding) {
    return new FieldRule(new FieldClass(fieldClass), new GroupName(group), padding);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

package org.patientvault.internal.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.patientvault.model.FieldName;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.RecordId;
import org.patientvault.model.RecordType;
import org.patientvault.model.VaultException;

class FhirJsonTest {
  private static final String SECRET = "Rincón";

  @Test
  void read_aResource_makesOneFieldOfEachMember() {
    FhirResource patient =
        read(
            """
            {"id": "p1", "active": true, "birthDate": "1970-05", "_birthDate": {"id": "x"},
             "name": [ {"family": "O'Reilly"} ], "unknownMember": 1.00, "photo": null,
             "resourceType": "Patient"}\
            """);
    assertThat(patient.type()).isEqualTo(new RecordType("Patient"));
    assertThat(patient.id()).isEqualTo(new RecordId("p1"));
    assertThat(patient.fields())
        .containsOnly(
            Map.entry(new FieldName("active"), FieldValue.bool(true)),
            Map.entry(new FieldName("birthDate"), FieldValue.text("1970-05")),
            Map.entry(new FieldName("_birthDate"), FieldValue.json("{\"id\":\"x\"}")),
            Map.entry(new FieldName("name"), FieldValue.json("[{\"family\":\"O'Reilly\"}]")),
            Map.entry(new FieldName("unknownMember"), FieldValue.json("1.00")),
            Map.entry(new FieldName("photo"), FieldValue.ofNull()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.00",
        "1e2",
        "1E+02",
        "-0",
        "-0.0",
        "0",
        "0.10e-7",
        "1234567890123456789012345678901234567890123456789012345678901234567890"
            + "123456789012345678901234567890",
        "3.14159265358979323846264338327950288419716939937510582097494459230781640628620899"
      })
  void write_numbers_keepTheirText(String number) {
    String json =
        "{\"resourceType\":\"Basic\",\"id\":\"1\",\"a\":" + number + ",\"b\":[" + number + "]}";
    assertThat(written(read(json))).isEqualTo(json);
  }

  @Test
  void write_strings_comeBackWithEveryCharacter() {
    String json =
        "{\"resourceType\":\"Basic\",\"id\":\"1\","
            + "\"a\":\"\\u0000\\u001f\\\"\\\\ é € \\uD83D\\uDE00 \\/\",\"b\":[\"\\n\\u2028\"]}";
    assertThat(PlainJson.read(read(json).toJson())).isEqualTo(PlainJson.read(bytes(json)));
  }

  @Test
  void write_emptyAndNestedValues_stayWhatTheyAre() {
    String json =
        "{\"resourceType\":\"Basic\",\"id\":\"1\",\"a\":[],\"b\":{},\"c\":[null,[],{\"d\":false}],\"e\":\"\"}";
    assertThat(written(read(json))).isEqualTo(json);
  }

  @Test
  void write_kindsThatJsonDoesNotKnow_areWrittenAsFhirDoes() {
    Map<FieldName, FieldValue> fields = new TreeMap<>();
    fields.put(new FieldName("a"), FieldValue.integer(7));
    fields.put(new FieldName("b"), FieldValue.decimal(new java.math.BigDecimal("1.00")));
    fields.put(new FieldName("c"), FieldValue.date("1970-05"));
    fields.put(new FieldName("d"), FieldValue.bytes(new byte[] {1, 2}));
    fields.put(new FieldName("e"), FieldValue.instant(java.time.Instant.EPOCH));
    fields.put(new FieldName("f"), FieldValue.absent());
    assertThat(
            new String(
                FhirJson.write(new RecordType("Basic"), new RecordId("1"), fields),
                StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"resourceType\":\"Basic\",\"id\":\"1\",\"a\":7,\"b\":1.00,\"c\":\"1970-05\",\"d\":\""
                + Base64.getEncoder().encodeToString(new byte[] {1, 2})
                + "\",\"e\":\"1970-01-01T00:00:00Z\"}");
  }

  @Test
  void read_withoutId_givesTheSameIdForTheSameContent_andNeverWritesIt() {
    FhirResource one =
        read("{\"resourceType\":\"Basic\",\"a\":{\"x\":1.0,\"y\":\"\\u00e9\"},\"b\":1}");
    FhirResource same = read("{\"b\":1, \"a\":{\"y\":\"é\",\"x\":1.0},\"resourceType\":\"Basic\"}");
    FhirResource other =
        read("{\"b\":1, \"a\":{\"y\":\"é\",\"x\":1.00},\"resourceType\":\"Basic\"}");
    assertThat(one.id()).isEqualTo(same.id()).isNotEqualTo(other.id());
    assertThat(one.hasOwnId()).isFalse();
    assertThat(written(one)).doesNotContain("\"id\"");
  }

  @Test
  void identifiers_ofAPatient_arePairsOfSystemAndValue() {
    FhirResource patient =
        read(
            """
            {"resourceType":"Patient","id":"1","identifier":[
              {"system":"urn:mrn","value":"7","type":{"text":"MRN"}},
              {"value":"without system"}, {"system":"urn:mrn","value":"7"},
              {"system":"urn:nir","value":""}, {"system":"urn:nir","value":"2 55"}]}\
            """);
    assertThat(patient.identifiers())
        .containsExactly(
            new PatientIdentifier("urn:mrn", "7"), new PatientIdentifier("urn:nir", "2 55"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "7",
        "{",
        "{\"resourceType\":\"Basic\"",
        "{\"resourceType\":\"Basic\"} {}",
        "{\"resourceType\":\"Basic\",}",
        "{\"resourceType\":\"Basic\",\"a\":NaN}",
        "{\"resourceType\":\"Basic\",\"a\":01}",
        "{\"resourceType\":\"Basic\",'a':1}",
        "{\"resourceType\":\"Basic\",\"a\":1}/* */",
        "{\"resourceType\":\"Basic\",\"a\":1,\"a\":1}",
        "{\"resourceType\":\"Basic\",\"a\":{\"b\":1,\"b\":1}}",
        "{\"resourceType\":\"Basic\",\"resourceType\":\"Basic\"}",
        "{\"resourceType\":\"Basic\",\"a\":\"\\ud800\"}",
        "{\"resourceType\":\"Basic\",\"a\":[\"\\udc00\\ud800\"]}",
        "{\"resourceType\":\"Basic\",\"a\":{\"\\ud800\":1}}",
        "{\"id\":\"1\"}",
        "{\"resourceType\":7}",
        "{\"resourceType\":\"Two Words\"}",
        "{\"resourceType\":\"Basic\",\"id\":7}",
        "{\"resourceType\":\"Basic\",\"id\":\"\"}",
        "{\"resourceType\":\"Basic\",\"id\":\"urn:patientvault:content:00\"}",
        "{\"resourceType\":\"Basic\",\"*\":1}",
        "{\"resourceType\":\"Basic\",\"two words\":1}",
        "{\"resourceType\":\"Basic\",\"\":1}",
      })
  void read_whatIsNoResource_isInvalidInput(String json) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(VaultException.InvalidInput.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"C080", "C1BF", "EDA080", "F0808080", "F4908080", "FF", "E282", "80"})
  void read_invalidUtf8_isInvalidInput(String hex) {
    byte[] wrong = java.util.HexFormat.of().parseHex(hex);
    byte[] json = bytes("{\"resourceType\":\"Basic\",\"a\":\"    \"}");
    System.arraycopy(wrong, 0, json, json.length - 6, wrong.length);
    assertThatThrownBy(() -> FhirJson.read(json))
        .isInstanceOf(VaultException.InvalidInput.class)
        .hasMessage("not valid UTF-8");
  }

  @Test
  void read_utf16_isInvalidInput() {
    byte[] json = "{\"resourceType\":\"Basic\"}".getBytes(StandardCharsets.UTF_16);
    assertThatThrownBy(() -> FhirJson.read(json)).isInstanceOf(VaultException.InvalidInput.class);
  }

  @Test
  void read_nestedTooDeep_isOverTheLimit() {
    assertThat(read(nested(64))).isNotNull();
    assertThatThrownBy(() -> read(nested(65))).isInstanceOf(VaultException.LimitExceeded.class);
    assertThatThrownBy(() -> read(nested(100_000)))
        .isInstanceOf(VaultException.LimitExceeded.class);
  }

  private static String nested(int levels) {
    return "{\"resourceType\":\"Basic\",\"a\":"
        + "[".repeat(levels - 1)
        + "]".repeat(levels - 1)
        + "}";
  }

  @Test
  void read_aHundredThousandMembers_isOverTheLimit() {
    StringBuilder json = new StringBuilder("{\"resourceType\":\"Basic\"");
    for (int i = 0; i < 100_000; i++) {
      json.append(",\"a").append(i).append("\":1");
    }
    assertThatThrownBy(() -> read(json + "}"))
        .isInstanceOf(VaultException.LimitExceeded.class)
        .hasMessage("more than 1000 members in a resource");
  }

  @Test
  void read_aMemberOfTenMegabytes_isOverTheLimit() {
    String text = "x".repeat(10_000_000);
    assertThatThrownBy(() -> read("{\"resourceType\":\"Basic\",\"a\":\"" + text + "\"}"))
        .isInstanceOf(VaultException.LimitExceeded.class)
        .hasMessage("the member a has more than 8388608 bytes");
    assertThatThrownBy(() -> read("{\"resourceType\":\"Basic\",\"a\":[\"" + text + "\"]}"))
        .isInstanceOf(VaultException.LimitExceeded.class);
  }

  @Test
  void read_manyLargeMembers_isOverTheLimitOfAResource() {
    StringBuilder json = new StringBuilder("{\"resourceType\":\"Basic\"");
    for (int i = 0; i < 5; i++) {
      json.append(",\"a").append(i).append("\":\"").append("x".repeat(8_000_000)).append('"');
    }
    assertThatThrownBy(() -> read(json + "}")).isInstanceOf(VaultException.LimitExceeded.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"resourceType\":\"Basic\",\"a\":" + SECRET + "}",
        "{\"resourceType\":\"Basic\",\"" + SECRET + "\":1,\"" + SECRET + "\":1}",
        "{\"resourceType\":\"" + SECRET + "\"}",
        "{\"resourceType\":\"Basic\",\"a\":{\"" + SECRET + "\":1,\"" + SECRET + "\":1}}",
        "{\"resourceType\":\"Basic\",\"id\":\"" + SECRET + "\\n\"}",
        "{\"resourceType\":\"Basic\",\"a\":\"" + SECRET
      })
  void read_refused_neverQuotesContent_inMessageOrCause(String json) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(VaultException.class)
        .satisfies(
            thrown -> {
              for (Throwable each = thrown; each != null; each = each.getCause()) {
                assertThat(String.valueOf(each.getMessage())).doesNotContain("Rinc");
              }
            });
  }

  @Property(tries = 300)
  void readAndWrite_anyJson_comesBackEqual(@ForAll("values") Object value) {
    Map<String, Object> resource = new LinkedHashMap<>();
    resource.put("member", value);
    resource.put("resourceType", "Basic");
    resource.put("_member", List.of(value));
    resource.put("id", "x");
    byte[] json = PlainJson.write(resource);
    assertThat(PlainJson.read(FhirJson.read(json).toJson())).isEqualTo(resource);
  }

  @Provide
  Arbitrary<Object> values() {
    Arbitrary<Object> leaf =
        Arbitraries.oneOf(
            texts().map(text -> (Object) text),
            Arbitraries.of("true", "false", "null").map(PlainJson.Literal::new),
            Arbitraries.bigDecimals().map(each -> new PlainJson.Literal(each.toString())));
    return leaf.list()
        .ofMaxSize(4)
        .map(
            items -> {
              Map<String, Object> members = new LinkedHashMap<>();
              members.put("list", items);
              items.forEach(item -> members.put("m" + members.size(), item));
              return (Object) members;
            });
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.strings().all().ofMaxLength(20).filter(FhirJsonTest::isWhole);
  }

  private static boolean isWhole(String text) {
    return text.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
  }

  private static FhirResource read(String json) {
    return FhirJson.read(bytes(json));
  }

  private static String written(FhirResource resource) {
    return new String(resource.toJson(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

package org.patientvault.audit.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.StreamSupport;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.patientvault.audit.AnyEntry;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.MerkleHash;
import org.patientvault.audit.report.ReportEntry;

class AuditEventWriterTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final AuditEventWriter writer = AuditEventWriter.of(SampleEvents.ORIGIN);

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .ofMaxLength(40)
        .map(text -> new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
  }

  @Property(tries = 1000)
  void anyEvent_keepsEveryRuleAndCarriesItsLeaf(@ForAll long seed, @ForAll("texts") String text)
      throws IOException {
    ReportEntry entry = SampleEvents.random(seed, text);
    byte[] written = writer.write(entry);
    JsonNode event = JSON.readTree(written);
    BalpRules.all().values().forEach(rule -> rule.accept(event));
    assertThat(JSON.readTree(JSON.writeValueAsBytes(event))).isEqualTo(event);
    byte[] leaf = Base64.getDecoder().decode(log(event, "tlog-leaf", "valueBase64Binary"));
    assertThat(Entry.parse(leaf)).isEqualTo(entry.entry());
    assertThat(log(event, "tlog-leaf-hash", "valueString"))
        .isEqualTo(HexFormat.of().formatHex(new MerkleHash().leaf(leaf)));
    assertThat(log(event, "tlog-index", "valueString")).isEqualTo(String.valueOf(entry.index()));
    assertThat(log(event, "tlog-origin", "valueString")).isEqualTo(SampleEvents.ORIGIN);
    assertThat(new String(written, StandardCharsets.UTF_8).lines()).hasSize(1);
  }

  private static String log(JsonNode event, String type, String value) {
    return StreamSupport.stream(event.get("entity").spliterator(), false)
        .filter(entity -> entity.at("/type/code").asText().equals("4"))
        .flatMap(entity -> StreamSupport.stream(entity.get("detail").spliterator(), false))
        .filter(detail -> detail.get("type").asText().equals(type))
        .map(detail -> detail.path(value).asText())
        .findFirst()
        .orElse("");
  }

  /** FHIR's strings have no control characters but three: any other stands as its picture. */
  @Property(tries = 1000)
  void anyReason_comesBack(@ForAll("texts") String text) throws IOException {
    JsonNode event = written(JsonValue.members().put("reason", text).build());
    String back = log(event, "reason", "valueString");
    if (text.isBlank()) {
      byte[] bytes = Base64.getDecoder().decode(log(event, "reason", "valueBase64Binary"));
      back = new String(bytes, StandardCharsets.UTF_8);
      assertThat(back).isEqualTo(text);
    } else {
      assertThat(back).isEqualTo(pictured(text));
    }
  }

  private static String pictured(String text) {
    StringBuilder pictured = new StringBuilder();
    text.chars()
        .map(c -> c < ' ' && c != '\t' && c != '\n' && c != '\r' ? c + 0x2400 : c)
        .forEach(c -> pictured.append((char) c));
    return pictured.toString();
  }

  private JsonNode written(JsonValue.Members detail) throws IOException {
    return JSON.readTree(
        writer.write(new ReportEntry(7, AnyEntry.most(EventCode.BTG_OPEN), Optional.of(detail))));
  }

  @Property(tries = 300)
  void anyQuestion_comesBackToTheByte(@ForAll("texts") String text) throws IOException {
    JsonValue.Members detail = JsonValue.members().put("user", "dr.lea").put("value", text).build();
    JsonNode event =
        JSON.readTree(
            writer.write(
                new ReportEntry(7, AnyEntry.fewest(EventCode.QUERY), Optional.of(detail))));
    byte[] question = Base64.getDecoder().decode(event.at("/entity/0/query").asText());
    assertThat(JSON.readTree(question)).isEqualTo(JSON.createObjectNode().put("value", text));
  }

  @Example
  void legalHold_whetherPutOnOrLifted_theDetailTells() throws IOException {
    assertThat(subtypeOfHold("hold").asText()).isEqualTo("hold");
    assertThat(subtypeOfHold("release").asText()).isEqualTo("unhold");
    assertThat(subtypeOfHold("as asked").isMissingNode()).isTrue();
  }

  private JsonNode subtypeOfHold(String action) throws IOException {
    JsonValue.Members detail = JsonValue.members().put("action", action).build();
    ReportEntry hold = new ReportEntry(7, AnyEntry.fewest(EventCode.HOLD), Optional.of(detail));
    return JSON.readTree(writer.write(hold)).at("/subtype/0/code");
  }

  @Example
  void textThatEndsALineForSome_isEscaped() throws IOException {
    byte[] line =
        writer.write(
            new ReportEntry(
                0,
                AnyEntry.most(EventCode.BTG_OPEN),
                Optional.of(
                    JsonValue.members().put("reason", "a\u2028b\u2029c\u0085d\u007fe").build())));
    assertThat(new String(line, StandardCharsets.UTF_8))
        .contains("\"a\\u2028b\\u2029c\\u0085d\\u007fe\"");
  }

  @Example
  void aTextLongerThanFhirTakes_isCarriedAsBytes() throws IOException {
    String text = "x".repeat((1 << 20) + 1);
    JsonNode event = written(JsonValue.members().put("reason", text).put("refused", text).build());
    assertThat(Base64.getDecoder().decode(log(event, "reason", "valueBase64Binary")))
        .isEqualTo(text.getBytes(StandardCharsets.US_ASCII));
    assertThat(event.get("outcomeDesc").asText()).hasSize(1 << 20);
  }

  @Example
  void emergency_lastsAsLongAsWasAskedFor() throws IOException {
    JsonNode event = written(SampleEvents.detail(EventCode.BTG_OPEN));
    String start = event.at("/period/start").asText();
    assertThat(start).isEqualTo(event.get("recorded").asText());
    assertThat(java.time.Instant.parse(event.at("/period/end").asText()))
        .isEqualTo(java.time.Instant.parse(start).plusSeconds(4 * 3600));
  }

  @Example
  void refusalThatIsTold_isCalledWhatWasRefused() throws IOException {
    Entry deny = AnyEntry.most(EventCode.DENY);
    JsonNode told =
        JSON.readTree(
            writer.write(
                new ReportEntry(7, deny, Optional.of(SampleEvents.detail(EventCode.DENY)))));
    assertThat(told.at("/type/code").asText()).isEqualTo("rest");
    assertThat(told.get("outcomeDesc").asText()).isEqualTo("the policy lets no clerk read");
    JsonNode untold = JSON.readTree(writer.write(new ReportEntry(7, deny, Optional.empty())));
    assertThat(untold.at("/type/code").asText()).isEqualTo("110113");
    assertThat(untold.at("/subtype/0/code").asText()).isEqualTo("110132");
  }

  @Example
  void testData_isLabelled() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    AuditEventWriter.ofTestData(SampleEvents.ORIGIN)
        .write(new ReportEntry(0, AnyEntry.fewest(EventCode.STOP), Optional.empty()), out);
    assertThat(JSON.readTree(out.toByteArray()).at("/meta/security/0/code").asText())
        .isEqualTo("HTEST");
    assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("}\n");
  }

  @Example
  void issuers_areSystemsOfTheirOwn() {
    Namespace names = new Namespace(SampleEvents.ORIGIN);
    String vault = "urn:patientvault:vault.example.org/000102030405060708090a0b0c0d0e0f:";
    assertThat(names.issuer("https://id.example.org/a?b#c"))
        .isEqualTo("https://id.example.org/a?b#c");
    assertThat(names.issuer("local")).isEqualTo(vault + "issuer:local");
    assertThat(names.issuer("Caf\u00e9 /1")).isEqualTo(vault + "issuer:Caf%C3%A9%20%2F1");
    assertThat(names.issuer("urn:oid:x")).isEqualTo(vault + "issuer:urn%3Aoid%3Ax");
    assertThat(Namespace.token("a b")).isEqualTo("urn:ietf:params:oauth:jti:a%20b");
  }

  @Example
  void tokenAndClient_haveTheirPlaces() throws IOException {
    JsonValue.Members detail =
        JsonValue.members()
            .put("jti", "t-1")
            .put("client", "app-7")
            .put("address", "2001:db8::1")
            .build();
    JsonNode event =
        JSON.readTree(
            writer.write(new ReportEntry(7, AnyEntry.fewest(EventCode.READ), Optional.of(detail))));
    assertThat(event.at("/agent/0/policy/0").asText()).isEqualTo("urn:ietf:params:oauth:jti:t-1");
    assertThat(event.at("/agent/1/who/identifier/value").asText()).isEqualTo("app-7");
    assertThat(event.at("/agent/1/network/type").asText()).isEqualTo("2");
  }
}

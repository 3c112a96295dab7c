package org.patientvault.audit.fhir;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.patientvault.model.Purpose;

/** Writes the parts that elements of a resource are made of. */
final class Elements {
  /** The longest text of FHIR's type string. */
  private static final int MOST_CHARACTERS = 1 << 20;

  private final JsonBytes json;

  Elements(JsonBytes json) {
    this.json = json;
  }

  JsonBytes json() {
    return json;
  }

  void coding(String name, Coding coding) {
    json.object(name);
    members(coding);
  }

  void coding(Coding coding) {
    json.object();
    members(coding);
  }

  private void members(Coding coding) {
    json.member("system", coding.system())
        .member("code", coding.code())
        .member("display", coding.display())
        .endObject();
  }

  /** A concept of one code. */
  void concept(String name, Coding coding) {
    json.object(name).array("coding");
    coding(coding);
    json.endArray().endObject();
  }

  /** A purpose of use; its code says it all. */
  void purpose(Purpose purpose) {
    json.object().array("coding").object();
    json.member("system", "http://terminology.hl7.org/CodeSystem/v3-ActReason")
        .member("code", purpose.name())
        .endObject()
        .endArray()
        .endObject();
  }

  /** Text of any length, of which FHIR takes the first million characters. */
  void text(String name, String text) {
    json.member(name, cut(text));
  }

  private static String cut(String text) {
    if (text.length() <= MOST_CHARACTERS) {
      return text;
    }
    boolean inAPair = Character.isHighSurrogate(text.charAt(MOST_CHARACTERS - 1));
    return text.substring(0, inAPair ? MOST_CHARACTERS - 1 : MOST_CHARACTERS);
  }

  /** Begins a reference by identifier and not by address: nothing is to be fetched. */
  JsonBytes reference(String name, String system, String value) {
    json.object(name);
    return identifier(system, value);
  }

  private JsonBytes identifier(String system, String value) {
    json.object("identifier").member("system", system);
    text("value", value);
    return json.endObject();
  }

  void device(String name, String system, String value) {
    json.object(name).member("type", "Device");
    identifier(system, value).endObject();
  }

  void patient(String name, String system, String value) {
    json.object(name).member("type", "Patient");
    identifier(system, value).endObject();
  }

  /** One thing more about an entity: whole, as text where that is short enough. */
  void detail(String type, String text) {
    if (text.isBlank() || text.length() > MOST_CHARACTERS) {
      detail(type, text.getBytes(StandardCharsets.UTF_8));
    } else {
      json.object().member("type", type).member("valueString", text).endObject();
    }
  }

  /** As {@link #detail(String, String)}, for bytes; what is empty says nothing. */
  void detail(String type, byte[] bytes) {
    if (bytes.length > 0) {
      json.object().member("type", type).member("valueBase64Binary", base64(bytes)).endObject();
    }
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}

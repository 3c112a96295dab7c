package org.patientvault.planted.audit.fhir;

import com.fasterxml.jackson.databind.JsonNode;

/** A planted violation. */
final class UsesJackson {
  JsonNode document;
}

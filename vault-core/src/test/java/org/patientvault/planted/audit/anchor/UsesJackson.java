package org.patientvault.planted.audit.anchor;

import com.fasterxml.jackson.databind.JsonNode;

/** A planted violation. */
final class UsesJackson {
  JsonNode document;
}

package org.patientvault.planted.keys;

import com.fasterxml.jackson.databind.JsonNode;

/** A planted violation: answers of services are read in keys.cloud. */
final class UsesJackson {
  JsonNode answer;
}

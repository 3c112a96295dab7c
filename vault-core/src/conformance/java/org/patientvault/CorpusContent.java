package org.patientvault;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Contents by type and id; several where inputs give one resource in more than one version, and
 * where resources have no id.
 */
final class CorpusContent {
  private final Map<String, Set<String>> contents = new TreeMap<>();
  private long taken;

  void add(JsonNode resource) {
    taken++;
    contents.computeIfAbsent(name(resource), n -> new LinkedHashSet<>()).add(digest(resource));
  }

  private static String name(JsonNode resource) {
    return resource.path("resourceType").asText() + "/" + resource.path("id").asText();
  }

  private static String digest(JsonNode resource) {
    return CanonicalText.digest(resource);
  }

  boolean has(JsonNode resource) {
    return contents.getOrDefault(name(resource), Set.of()).contains(digest(resource));
  }

  /** How many resources were added, repetitions too. */
  long taken() {
    return taken;
  }

  /** How many different resources and versions there are. */
  long distinct() {
    return contents.values().stream().mapToLong(Set::size).sum();
  }

  int names() {
    return contents.size();
  }

  /** What this has and {@code other} does not. */
  long missingIn(CorpusContent other) {
    return contents.entrySet().stream()
        .flatMap(
            each ->
                each.getValue().stream()
                    .filter(
                        content ->
                            !other
                                .contents
                                .getOrDefault(each.getKey(), Set.of())
                                .contains(content)))
        .count();
  }
}

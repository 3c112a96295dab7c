package org.patientvault.internal.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.model.FieldName;
import org.patientvault.model.FieldRule;
import org.patientvault.model.FieldValue;
import org.patientvault.model.GroupName;
import org.patientvault.model.Schema;
import org.patientvault.model.TypeSchema;

/** What the shipped schema's classes cost and what they keep apart, counted over the corpus. */
@Tag("once")
class ClassCensusTest {
  private static final Schema SCHEMA = SchemaFile.parse(ShippedFiles.fhirR4Schema());

  private final Map<Integer, Integer> resourcesByGroups = new TreeMap<>();
  private final Map<String, long[]> bytesByClass = new TreeMap<>();
  private final Map<String, Integer> overThree = new TreeMap<>();

  @Test
  void synthea_almostEveryResource_hasAtMostThreeGroups() {
    List<Path> all = new ArrayList<>(SharedCorpus.patients());
    all.addAll(SharedCorpus.providers());
    try (FhirSource source = FhirSource.open(all)) {
      for (SourceItem item = source.next(); item != null; item = source.next()) {
        count(((SourceResource) item).resource());
      }
    }
    report();
    assertThat(share(3)).isGreaterThan(0.99);
    assertThat(resourcesByGroups.keySet()).allMatch(groups -> groups <= 6);
  }

  private void count(FhirResource resource) {
    TypeSchema type = SCHEMA.of(resource.type());
    Set<GroupName> groups = new HashSet<>();
    resource
        .fields()
        .forEach(
            (field, value) -> {
              FieldRule rule = type.ruleOf(field);
              groups.add(rule.group());
              bytesByClass.computeIfAbsent(rule.fieldClass().value(), each -> new long[1])[0] +=
                  value.encodedSize();
            });
    resourcesByGroups.merge(groups.size(), 1, Integer::sum);
    if (groups.size() > 3) {
      overThree.merge(resource.type().value(), 1, Integer::sum);
    }
  }

  private double share(int groups) {
    return sum(groups) / (double) sum(Integer.MAX_VALUE);
  }

  private long sum(int most) {
    return resourcesByGroups.entrySet().stream()
        .filter(entry -> entry.getKey() <= most)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private void report() {
    double groups =
        resourcesByGroups.entrySet().stream()
            .mapToLong(entry -> (long) entry.getKey() * entry.getValue())
            .sum();
    CorpusReport.add("resources by number of groups", resourcesByGroups);
    CorpusReport.add("mean groups per resource", groups / sum(Integer.MAX_VALUE));
    CorpusReport.add("resources over three groups", overThree);
    bytesByClass.forEach((name, bytes) -> CorpusReport.add("bytes of class " + name, bytes[0]));
  }

  @Test
  void everyNamedMember_ofBothCorpora_hasAClassOfItsOwn() {
    Set<String> unnamed = new HashSet<>();
    SharedCorpus.examples().values().stream().map(FhirJson::read).forEach(r -> see(r, unnamed));
    try (FhirSource source = FhirSource.open(SharedCorpus.patients())) {
      for (SourceItem item = source.next(); item != null; item = source.next()) {
        see(((SourceResource) item).resource(), unnamed);
      }
    }
    assertThat(unnamed).isEmpty();
  }

  private static void see(FhirResource resource, Set<String> unnamed) {
    Map<FieldName, FieldRule> named = SCHEMA.of(resource.type()).fields();
    resource.fields().keySet().stream()
        .filter(field -> !named.containsKey(field))
        .forEach(field -> unnamed.add(resource.type() + "." + field));
  }

  @Test
  void patientsFullName_inFieldsInClear_standsInIdentityOnly() {
    Map<String, Integer> found = new TreeMap<>();
    for (Path file : SharedCorpus.patients()) {
      findNames(file, found);
    }
    CorpusReport.add("fields with the full name of the patient in clear, by class", found);
    assertThat(found).containsOnlyKeys("identity");
  }

  private static void findNames(Path file, Map<String, Integer> found) {
    String name = null;
    try (FhirSource source = FhirSource.open(List.of(file))) {
      for (SourceItem item = source.next(); item != null; item = source.next()) {
        FhirResource resource = ((SourceResource) item).resource();
        name = resource.type().value().equals("Patient") ? familyAndGiven(resource) : name;
        find(resource, String.valueOf(name), found);
      }
    }
  }

  private static String familyAndGiven(FhirResource patient) {
    Map<?, ?> name = (Map<?, ?>) ((List<?>) field(patient, "name")).get(0);
    return ((List<?>) name.get("given")).get(0) + " " + name.get("family");
  }

  private static Object field(FhirResource resource, String name) {
    String json = resource.fields().get(new FieldName(name)).asJson();
    return PlainJson.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static void find(FhirResource resource, String name, Map<String, Integer> found) {
    TypeSchema type = SCHEMA.of(resource.type());
    resource
        .fields()
        .forEach(
            (field, value) -> {
              if (holds(value, name)) {
                found.merge(type.ruleOf(field).fieldClass().value(), 1, Integer::sum);
              }
            });
  }

  private static boolean holds(FieldValue value, String name) {
    byte[] bytes = new byte[value.encodedSize()];
    value.encodeTo(bytes, 0);
    String[] words = name.split(" ", 2);
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.contains(name) || text.contains("\"family\":\"" + words[1] + "\"");
  }
}

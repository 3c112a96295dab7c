package org.patientvault.internal.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every resource of the shared corpus comes back equal, numbers compared by their text. */
@Tag("once")
class FhirCorpusTest {
  @Test
  void synthea_everyResource_comesBackEqual() throws IOException {
    Count count = new Count();
    for (Path file : all()) {
      for (Object entry : entries(SharedCorpus.read(file))) {
        count.compare(((Map<?, ?>) entry).get("resource"));
      }
    }
    count.report("Synthea");
    assertThat(count.resources).isEqualTo(36_541);
    assertThat(count.differences).isZero();
  }

  @Test
  void hl7Examples_everyResource_comesBackEqual() throws IOException {
    Count count = new Count();
    for (byte[] example : SharedCorpus.examples().values()) {
      count.compare(PlainJson.read(example), example);
    }
    count.report("HL7 R4 examples");
    assertThat(count.resources).isEqualTo(496);
    assertThat(count.differences).isZero();
  }

  @Test
  void synthea_throughTheSource_comesBackEqual() throws IOException {
    Count count = new Count();
    for (Path file : all()) {
      try (FhirSource source = FhirSource.open(List.of(file))) {
        for (Object entry : entries(SharedCorpus.read(file))) {
          Object expected = ((Map<?, ?>) entry).get("resource");
          count.compare(expected, ((SourceResource) source.next()).resource());
        }
        assertThat(source.next()).isNull();
      }
    }
    count.report("Synthea, streamed");
    assertThat(count.differences).isZero();
  }

  private static List<Path> all() {
    List<Path> all = new ArrayList<>(SharedCorpus.patients());
    all.addAll(SharedCorpus.providers());
    return all;
  }

  private static List<?> entries(byte[] bundle) throws IOException {
    return (List<?>) ((Map<?, ?>) PlainJson.read(bundle)).get("entry");
  }

  /** How many resources were compared, and how many came back otherwise. */
  private static final class Count {
    private int resources;
    private int differences;

    void compare(Object expected) throws IOException {
      compare(expected, PlainJson.write(expected));
    }

    void compare(Object expected, byte[] json) throws IOException {
      compare(expected, FhirJson.read(json));
    }

    void compare(Object expected, FhirResource resource) throws IOException {
      resources++;
      if (!expected.equals(PlainJson.read(resource.toJson()))) {
        differences++;
      }
    }

    void report(String corpus) {
      CorpusReport.add(corpus, resources + " resources, " + differences + " differences");
    }
  }
}

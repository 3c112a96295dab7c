package org.patientvault.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.patientvault.internal.documents.FhirSource;
import org.patientvault.internal.documents.Owner;
import org.patientvault.internal.documents.SourceItem;
import org.patientvault.internal.documents.SourceResource;

class DemoDataTest {
  private static final Path COMMITTED = Path.of("src", "main", "resources", "demo");

  @Test
  void files_madeAgain_areTheCommittedOnes() {
    Map<String, String> committed = committed();
    committed.remove("README.md");
    assertThat(committed).isEqualTo(DemoData.files());
  }

  @Test
  void files_together_staySmall() {
    assertThat(committed().values().stream().mapToInt(String::length).sum()).isLessThan(400_000);
  }

  @Test
  void everyResource_isRead_andBelongsToWhomItNames() {
    Map<String, Integer> byOwner = new TreeMap<>();
    try (FhirSource source = FhirSource.open(List.of(COMMITTED))) {
      for (SourceItem item = source.next(); item != null; item = source.next()) {
        assertThat(item).isInstanceOf(SourceResource.class);
        byOwner.merge(owner((SourceResource) item), 1, Integer::sum);
      }
    }
    assertThat(byOwner).hasSize(Person.WITH_BUNDLE.size() + Person.IN_BULK.size() + 1);
    assertThat(byOwner.remove("nobody")).isEqualTo(2);
    assertThat(byOwner.values()).containsOnly(25);
  }

  private static String owner(SourceResource resource) {
    return resource.owner() instanceof Owner.Patient patient
        ? patient.identifier().value()
        : "nobody";
  }

  private static Map<String, String> committed() {
    try (Stream<Path> files = Files.walk(COMMITTED)) {
      return files
          .filter(Files::isRegularFile)
          .collect(
              Collectors.toMap(DemoDataTest::name, DemoDataTest::read, (a, b) -> a, TreeMap::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path file) {
    return COMMITTED.relativize(file).toString().replace('\\', '/');
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package org.patientvault.layers;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The library keeps to the layer table. */
@Tag("once")
class LayersTest {
  private static final String ROOT = "org.patientvault";

  private static final Layers LAYERS = new Layers(ROOT);
  private static final JavaClasses LIBRARY =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @TestFactory
  Stream<DynamicTest> everyLayer_usesOnlyWhatItsRowNames() {
    return Layers.names().stream()
        .map(
            name ->
                DynamicTest.dynamicTest(ROOT + "." + name, () -> LAYERS.row(name).check(LIBRARY)));
  }

  @Test
  void theTable_hasNoCircle() {
    assertThat(Layers.fromTheGroundUp()).containsExactlyInAnyOrderElementsOf(Layers.names());
  }

  @TestFactory
  Stream<DynamicTest> theWholeLibrary_keepsTheOtherRules() {
    return LAYERS.others().entrySet().stream()
        .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> rule.getValue().check(LIBRARY)));
  }
}

package org.patientvault.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every fuzz target has one method and a corpus of the seeds that it names. Write them anew with
 * {@code -Dtest=SeedCorpusTest -Dfuzz.seeds=write}.
 */
class SeedCorpusTest {
  private static final Path SOURCES = Path.of("src/test/java");
  private static final Path RESOURCES = Path.of("src/test/resources");
  private static final int MOST_BYTES = 16 << 10;

  @TestFactory
  Stream<DynamicTest> everyTarget_hasOneMethodAndItsSeedsAsFiles() throws IOException {
    List<String> targets = targets();
    assertThat(targets).hasSizeGreaterThan(15);
    return targets.stream().map(name -> DynamicTest.dynamicTest(name, () -> checkTarget(name)));
  }

  private static List<String> targets() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .map(file -> SOURCES.relativize(file).toString())
          .filter(name -> name.endsWith("Fuzz.java"))
          .map(name -> name.replace(".java", "").replace('/', '.'))
          .sorted()
          .toList();
    }
  }

  private static void checkTarget(String name) throws Exception {
    Class<?> target = Class.forName(name);
    List<Method> methods =
        Arrays.stream(target.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(FuzzTest.class))
            .toList();
    assertThat(methods).hasSize(1);
    Path folder =
        RESOURCES.resolve(name.replace('.', '/') + "Inputs").resolve(methods.get(0).getName());
    for (Map.Entry<String, byte[]> seed : seeds(target).entrySet()) {
      checkSeed(folder.resolve("seed-" + seed.getKey()), seed.getValue());
    }
  }

  private static Map<String, byte[]> seeds(Class<?> target) throws Exception {
    Constructor<?> constructor = target.getDeclaredConstructor();
    constructor.setAccessible(true);
    Map<String, byte[]> seeds = ((Seeded) constructor.newInstance()).seeds();
    assertThat(seeds).isNotEmpty();
    return seeds;
  }

  private static void checkSeed(Path file, byte[] seed) throws IOException {
    assertThat(seed.length).as(file.toString()).isLessThanOrEqualTo(MOST_BYTES);
    if ("write".equals(System.getProperty("fuzz.seeds"))) {
      Files.createDirectories(file.getParent());
      Files.write(file, seed);
    }
    assertThat(file).hasBinaryContent(seed);
  }
}

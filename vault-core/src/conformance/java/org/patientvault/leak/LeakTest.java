package org.patientvault.leak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.patientvault.SampleData;
import org.patientvault.Vault;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;

/**
 * P4: no file and no output holds a name, identifier, birth date, address or note in clear.
 *
 * <p>What is exported for reading is not searched for leaks: it shows that the search finds what is
 * there.
 */
class LeakTest {
  @TempDir Path folder;

  @Test
  void noImportedValue_isInAnyFileOrOutput() throws Exception {
    Path inputs = folder.resolve("in");
    int documents = SampleData.copyInto(inputs);
    PersonalText text = new PersonalText(vocabulary());
    SampleData.resources(inputs, text::collect);
    int imported = text.values().size();
    Planted.ALL.forEach(value -> assertThat(text.values().add(value)).isTrue());
    TextSearch search = new TextSearch(text.values());

    TextSearch.Result result = search.search(work("vault-1", inputs));
    SortedMap<String, String> found = new TreeMap<>(result.places());
    // Random bytes and UUIDs may spell a short value. With other keys they spell others: what is
    // found by chance is not found five times.
    for (int more = 2; more <= 5 && !found.isEmpty(); more++) {
      found.keySet().retainAll(search.search(work("vault-" + more, inputs)).found());
    }
    Set<String> readable = search.search(folder.resolve("vault-1-plaintext")).found();
    int inPlaintext = readable.size();
    System.out.printf(
        "values of %d documents: %d, found in the plaintext of an export: %d;"
            + " files searched: %d of %d bytes, found: %d%n",
        documents, imported, inPlaintext, result.files(), result.bytes(), found.size());
    assertThat(found).isEmpty();
    // JSON escapes quotation marks and more, so not every piece stands there as it is.
    Set<String> unseen = new TreeSet<>(text.values());
    unseen.removeAll(readable);
    assertThat(inPlaintext)
        .as(() -> "not in the plaintext, for example " + unseen.stream().limit(40).toList())
        .isGreaterThan(imported * 98 / 100);
  }

  /**
   * Lets a process work in a folder of its own; its output and its temporary files are there too.
   */
  private Path work(String name, Path inputs) throws IOException, InterruptedException {
    Path own = Files.createDirectory(folder.resolve(name));
    Path temporary = Files.createDirectory(own.resolve("temporary"));
    Path libraries = Files.createDirectory(folder.resolve(name + "-libraries"));
    Path output = own.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx512m",
                "-Djava.io.tmpdir=" + temporary,
                "-Dorg.sqlite.tmpdir=" + libraries,
                "-Dslf4j.provider=" + PrintedLogs.class.getName(),
                "-cp",
                System.getProperty("java.class.path"),
                Workload.class.getName(),
                own.toString(),
                inputs.toString(),
                folder.resolve(name + "-plaintext").toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor()).as(() -> ending(output)).isZero();
    for (String each :
        List.of("leak.vault", "leak.vault-wal", "leak.vault-shm", "leak.backup", "output.txt")) {
      assertThat(own.resolve(each)).isNotEmptyFile();
    }
    assertThat(own.resolve("bundle")).isNotEmptyDirectory();
    return own;
  }

  private static String ending(Path output) {
    try {
      String all = Files.readString(output);
      return all.substring(Math.max(0, all.length() - 4_000));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What stands in clear in a vault that holds nobody: schema, policy, the facts of GENESIS, the
   * names of tables.
   */
  private String vocabulary() throws IOException {
    Unlock unlock =
        Unlock.keystore(folder.resolve("v.p12"), "root", "a long test password"::toCharArray);
    try (Vault vault = Vault.create(folder.resolve("v.vault"), unlock)) {
      vault.administration(Actor.of("root", "admin")).backup(folder.resolve("v.backup"));
    }
    // A trace in the output names classes of the JDK.
    return Files.readString(folder.resolve("v.backup"), StandardCharsets.ISO_8859_1)
        + java.util.Collections.class.getName();
  }

  @ParameterizedTest
  @EnumSource
  void plantedValue_isFoundInEverySpelling(Spelling spelling) throws IOException {
    for (String before : List.of("", "x", "xy")) {
      Path file = folder.resolve("planted");
      byte[] spelled = spelling.of(before + "Ostrander" + before);
      Files.write(file, spelled);
      Files.write(file, "....".getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
      assertThat(new TextSearch(Set.of("Ostrander")).search(file).found())
          .containsExactly("Ostrander");
    }
  }

  @Test
  void searchForOtherValues_findsNothing() throws IOException {
    Path file = Files.writeString(folder.resolve("planted"), "Ostrander");
    assertThat(new TextSearch(Set.of("Ostranders", "Quillfeather")).search(file).found()).isEmpty();
  }
}

package org.patientvault.leak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.SampleData;
import org.patientvault.Vault;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.stores.Databases;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.Stores;

/**
 * P4: no file and no output holds a name, identifier, birth date, address or note in clear.
 *
 * <p>What is exported for reading is not searched for leaks: it shows that the search finds what is
 * there.
 */
@OnBothStores
@Tag("once")
class LeakTest {
  /** What the pool of connections logs about itself. */
  private static final String WORDS_OF_THE_POOL =
      "isolateInternalQueries.........false\npatientvault-reading - Shutdown completed.\n";

  private static final int SOME = 9;

  @TempDir Path folder;
  private Stores store;

  @Test
  void noImportedValue_isInAnyFileOrOutput(Databases databases) throws Exception {
    search(databases, SOME);
  }

  @Tag("soak")
  @Test
  void noValueOfAllThereIs_isInAnyFileOrOutput(Databases databases) throws Exception {
    search(databases, 1);
  }

  /** With each document whose number this one divides. */
  private void search(Databases databases, int every) throws Exception {
    store = databases.store();
    Path inputs = folder.resolve("in");
    int documents = keepSome(inputs, SampleData.copyInto(inputs), every);
    PersonalText text = new PersonalText(vocabulary());
    SampleData.resources(inputs, text::collect);
    int imported = text.values().size();
    Planted.ALL.forEach(value -> assertThat(text.values().add(value)).isTrue());
    TextSearch search = new TextSearch(text.values());

    TextSearch.Result result = workAndSearch(search, "vault-1", inputs);
    SortedMap<String, String> found = new TreeMap<>(result.places());
    if (!found.isEmpty()) {
      found.keySet().removeAll(foundWhereNobodyIs(search));
    }
    // Random bytes and UUIDs may spell a short value. With other keys they spell others: what is
    // found by chance is not found five times.
    for (int more = 2; more <= 5 && !found.isEmpty(); more++) {
      found.keySet().retainAll(workAndSearch(search, "vault-" + more, inputs).found());
    }
    Set<String> readable = search.search(folder.resolve("vault-1-plaintext")).found();
    int inPlaintext = readable.size();
    System.out.printf(
        "%s: values of %d documents: %d, found in the plaintext of an export: %d;"
            + " files searched: %d of %d bytes, found: %d%n",
        store, documents, imported, inPlaintext, result.files(), result.bytes(), found.size());
    assertThat(found).isEmpty();
    // JSON escapes quotation marks and more, so not every piece stands there as it is.
    Set<String> unseen = new TreeSet<>(text.values());
    unseen.removeAll(readable);
    assertThat(inPlaintext)
        .as(() -> "not in the plaintext, for example " + unseen.stream().limit(40).toList())
        .isGreaterThan(imported * 98 / 100);
  }

  private static int keepSome(Path inputs, int documents, int every) throws IOException {
    int kept = 0;
    try (Stream<Path> files = Files.list(inputs)) {
      for (Path file : files.toList()) {
        if (Integer.parseInt(file.getFileName().toString().substring(0, 4)) % every == 0) {
          kept++;
        } else {
          Files.delete(file);
        }
      }
    }
    assertThat(kept).isGreaterThanOrEqualTo(documents / every);
    return kept;
  }

  private TextSearch.Result workAndSearch(TextSearch search, String name, Path inputs)
      throws Exception {
    Workplace place = Workplace.make(folder, name);
    return switch (store) {
      case SQLITE -> {
        place.work(place.folder().resolve("leak.vault").toString(), inputs);
        for (String each : List.of("leak.vault", "leak.vault-wal", "leak.vault-shm")) {
          assertThat(place.folder().resolve(each)).isNotEmptyFile();
        }
        yield search.search(place.folder());
      }
      case POSTGRES -> {
        try (SearchedServer server = new SearchedServer()) {
          place.work(server.location(), inputs);
          yield server.search(search, place.folder());
        }
      }
    };
  }

  /** What stands in the files of a server whose vault holds nobody, beside {@link #vocabulary}. */
  private Set<String> foundWhereNobodyIs(TextSearch search) throws Exception {
    return switch (store) {
      case SQLITE -> Set.of();
      case POSTGRES -> {
        try (SearchedServer server = new SearchedServer()) {
          Unlock unlock =
              Unlock.keystore(folder.resolve("n.p12"), "root", "a long test password"::toCharArray);
          Vault.create(server.location(), unlock).close();
          Path nobody = Files.createDirectory(folder.resolve("nobody"));
          Files.writeString(nobody.resolve("log-of-the-pool"), WORDS_OF_THE_POOL);
          yield server.search(search, nobody).found();
        }
      }
    };
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
}

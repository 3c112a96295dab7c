package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.patientvault.model.Purpose;
import org.patientvault.model.VaultException;
import org.patientvault.stores.SqliteDatabase;
import org.patientvault.stores.Stores;
import org.patientvault.stores.TestDatabase;

/** Three people put the same backup back at once, each with a process of its own. */
@Tag("once")
class RestoreRacesTest {
  private static final int AT_ONCE = 3;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Stores.class)
  void severalProcessesIntoOnePlace_oneRestoresAndTheOthersAreRefused(Stores store)
      throws Exception {
    try (TestDatabase database = new SqliteDatabase();
        TestDatabase target = store.fresh();
        ErasurePlace place = ErasurePlace.in(database, folder, Clock.systemUTC())) {
      Path backup = folder.resolve("monday.backup");
      place.administration().backup(backup);
      List<Process> all = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        all.add(started(place, target.location(), backup, i));
      }
      int restored = 0;
      for (int i = 0; i < AT_ONCE; i++) {
        restored += restored(all.get(i), i) ? 1 : 0;
      }
      assertThat(restored).isEqualTo(1);
      checkWhole(place, target.location());
    }
  }

  private Process started(ErasurePlace place, String target, Path backup, int number)
      throws Exception {
    List<String> arguments =
        List.of(
            "restore",
            target,
            folder.resolve("a.p12").toString(),
            place.register.toString(),
            backup.toString());
    return new ProcessBuilder(KilledBackup.command(folder, arguments))
        .redirectOutput(folder.resolve("out-" + number).toFile())
        .redirectError(folder.resolve("err-" + number).toFile())
        .start();
  }

  private boolean restored(Process process, int number) throws Exception {
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    boolean restored = Files.readString(folder.resolve("out-" + number)).contains("restored");
    if (!restored) {
      assertThat(Files.readString(folder.resolve("err-" + number)))
          .contains(VaultException.Refused.class.getName());
    }
    return restored;
  }

  private void checkWhole(ErasurePlace place, String target) throws Exception {
    assertThat(Vault.verifyRecords(target, place.unlock).findings()).isEmpty();
    try (Vault vault = Vault.open(target, List.of(place.unlock), place.options())) {
      Session physician = vault.as(ErasurePlace.PHYSICIAN, Purpose.TREAT);
      assertThat(physician.read(ErasurePlace.pressure(place.bert)).get("valueString").asText())
          .isEqualTo("130/90");
    }
    try (Stream<Path> left = Files.walk(folder)) {
      assertThat(left.map(each -> each.getFileName().toString()))
          .noneMatch(name -> name.startsWith(".restoring"));
    }
  }
}

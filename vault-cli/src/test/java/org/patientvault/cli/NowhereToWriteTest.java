package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.patientvault.cli.CommandLineFixture.Ran;

/**
 * A place that nobody can write, not even root: below a regular file, or where a folder has the
 * name of a file that is needed. The vault is a file of SQLite.
 */
@Tag("once")
class NowhereToWriteTest {
  private static final String RESOURCE =
      """
      {"resourceType":"Observation","id":"o","subject":{"reference":"Patient/p"},"valueString":"x"}
      """;

  @TempDir Path folder;
  private CommandLineFixture shell;
  private Path input;
  private Path letter;

  @BeforeEach
  void vault() {
    shell = new CommandLineFixture(folder);
    assertThat(init("clinic.vault", "kek.p12").code()).isZero();
    input = shell.write("in.ndjson", RESOURCE);
    letter = shell.write("letter", "Dear patient");
  }

  private Ran init(String vault, String keystore) {
    return CommandLineFixture.raw(
        "",
        Map.of(),
        "init",
        "--vault=" + shell.path(vault),
        "--protector=keystore:" + shell.path(keystore) + "?alias=kek",
        "--passphrase-file=" + shell.path("pw"));
  }

  @ParameterizedTest
  @CsvSource({
    "letter/new.vault, is its folder there and writable",
    "nowhere/new.vault, is its folder there and writable",
    "letter, is a file at",
    ".., is a file at"
  })
  void init_isRefusedAndMakesNothing(String where, String words) throws IOException {
    String before = listing();
    assertRefused(init(where, "new.p12"), words);
    assertThat(listing()).isEqualTo(before);
    assertThat(letter).hasContent("Dear patient");
  }

  @Test
  void init_withAShortPassphrase_leavesNoFile() {
    shell.write("pw", "short\n");
    Ran ran =
        CommandLineFixture.raw(
            "",
            Map.of(),
            "init",
            "--vault=" + shell.path("new.vault"),
            "--passphrase-file=" + shell.path("pw"));
    assertRefused(ran, "at least 8 characters");
    assertThat(shell.path("new.vault")).doesNotExist();
    assertThat(shell.path("new.vault-wal")).doesNotExist();
    assertThat(shell.path("new.vault-shm")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "letter/copy.vault, is its folder there and writable",
    "nowhere/copy.vault, is its folder there and writable",
    "letter, there is something at",
    ".., there is something at"
  })
  void backup_isRefusedAndMakesNothing(String where, String words) throws IOException {
    String before = listing();
    assertRefused(shell.run("backup", shell.path(where).toString()), words);
    assertThat(listing()).isEqualTo(before);
    assertThat(letter).hasContent("Dear patient");
  }

  @Test
  void backup_whoseManifestHasNoPlace_isRefusedAndMakesNothing() throws IOException {
    Path copy = shell.path("copy.vault");
    Path manifest = Files.createDirectory(shell.path("copy.vault.manifest"));
    String before = listing();
    assertRefused(shell.run("backup", copy.toString()), "manifest already");
    assertThat(listing()).isEqualTo(before);
    Files.delete(manifest);
    assertThat(shell.run("backup", copy.toString()).code()).isZero();
    assertThat(copy).isNotEmptyFile();
  }

  @ParameterizedTest
  @CsvSource({
    "audit export, letter/bundle, the bundle cannot be written",
    "audit export, letter, the bundle cannot be written",
    "audit export --unopened, letter/bundle, the bundle cannot be written",
    "export fhir --role=physician --purpose=TREAT, letter/out, cannot be made or read",
    "export fhir --role=physician --purpose=TREAT, letter, cannot be made or read"
  })
  void export_isRefusedAndMakesNothing(String command, String where, String words)
      throws IOException {
    String before = listing();
    Stream<String> arguments =
        Stream.concat(Stream.of(command.split(" ")), Stream.of(shell.path(where).toString()));
    assertRefused(shell.run(arguments.toArray(String[]::new)), words);
    assertThat(listing()).isEqualTo(before);
    assertThat(letter).hasContent("Dear patient");
  }

  /** Where the write-ahead log should be is a folder: the vault cannot be written, by nobody. */
  @ParameterizedTest
  @CsvSource({"import fhir", "backup", "audit export", "status", "audit verify --records"})
  void vaultThatCannotBeWritten_isRefusedAndLeftAsItWas(String command) throws IOException {
    Path vault = shell.path("clinic.vault");
    byte[] before = Files.readAllBytes(vault);
    Path wal = Files.createDirectory(shell.path("clinic.vault-wal"));
    assertFailed(2, shell.run(arguments(command)), "cannot be opened for writing");
    assertThat(shell.path("new")).doesNotExist();
    Files.delete(wal);
    assertThat(vault).hasBinaryContent(before);
    Ran imported = shell.run("import", "fhir", input.toString());
    assertThat(imported.out()).startsWith("created 1, updated 0, unchanged 0, skipped 0");
    assertThat(shell.run("audit", "verify", "--records").code()).isZero();
  }

  private String[] arguments(String command) {
    Stream<String> words = Stream.of(command.split(" "));
    return switch (command) {
      case "import fhir" ->
          Stream.concat(words, Stream.of(input.toString())).toArray(String[]::new);
      case "backup", "audit export" ->
          Stream.concat(words, Stream.of(shell.path("new").toString())).toArray(String[]::new);
      default -> words.toArray(String[]::new);
    };
  }

  @Test
  void debug_saysWhereItComesFrom() {
    Ran ran = shell.run("backup", shell.path("letter/copy.vault").toString(), "--debug");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("debug: org.patientvault.model.VaultException$StorageFailed");
  }

  private static void assertRefused(Ran ran, String words) {
    assertFailed(1, ran, words);
  }

  private static void assertFailed(int code, Ran ran, String words) {
    assertThat(ran.code()).as(ran.err()).isEqualTo(code);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains(words).contains("\nhint: ");
    assertThat(ran.err().lines()).hasSize(2).noneMatch(line -> line.contains("Exception"));
  }

  private String listing() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(Path::toString).sorted().toList().toString();
    }
  }
}

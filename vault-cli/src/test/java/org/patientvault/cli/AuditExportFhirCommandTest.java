package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.cli.CommandLineFixture.Ran;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** The log as FHIR AuditEvents: from a vault in names, from a bundle in pseudonyms. */
@Tag("once")
@OnBothStores
class AuditExportFhirCommandTest {
  private static final String PATIENT =
      "{\"resourceType\":\"Patient\",\"id\":\"p1\",\"identifier\":[{\"system\":\"urn:mrn\","
          + "\"value\":\"4711\"}]}";

  @TempDir Path folder;

  private CommandLineFixture shell;

  @BeforeEach
  void aVaultWithAPatient(TestDatabase database) {
    shell = new CommandLineFixture(folder, database.location());
    shell.run("init");
    assertThat(
            shell
                .run(
                    "import", "fhir", shell.write("p1.json", PATIENT).toString(), "--actor=i.mport")
                .code())
        .isZero();
  }

  private List<String> exported(String name, String... more) {
    Path file = shell.path(name);
    Ran ran = shell.run(with(more, "audit", "export-fhir", "--out=" + file));
    assertThat(ran.code()).as(ran.all()).isZero();
    List<String> lines = lines(file);
    assertThat(ran.out()).isEqualTo(lines.size() + " audit events written\n");
    return lines;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String[] with(String[] more, String... first) {
    return Stream.of(first, more).flatMap(Stream::of).toArray(String[]::new);
  }

  @Test
  void ofAVault_hasNamesAndEveryEntryAndSaysSo() throws IOException {
    List<String> lines = exported("all.ndjson", "--actor=a.udit");
    assertThat(lines)
        .hasSizeGreaterThan(5)
        .allMatch(line -> line.startsWith("{\"resourceType\":\"AuditEvent\",\"id\":\""));
    assertThat(lines.get(lines.size() - 1))
        .contains("\"tlog-event\",\"valueString\":\"LOG_READ\"")
        .contains("\"name\":\"a.udit\"");
    assertThat(String.join("", lines)).contains("\"i.mport\"").doesNotContain("HTEST");
    for (int index = 0; index < lines.size(); index++) {
      assertThat(lines.get(index)).contains("\"tlog-index\",\"valueString\":\"" + index + "\"");
    }
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(shell.path("all.ndjson"))))
        .isEqualTo("rw-------");
    assertNothingIsLeft();
  }

  private void assertNothingIsLeft() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith(".patientvault")))
          .isEmpty();
    }
  }

  @Test
  void placesAndPatient_chooseEntries() {
    assertThat(exported("two.ndjson", "--from=2", "--to=4"))
        .hasSize(2)
        .first()
        .asString()
        .contains("\"tlog-index\",\"valueString\":\"2\"");
    assertThat(exported("none.ndjson", "--to=2000-01-01")).isEmpty();
    assertThat(exported("since.ndjson", "--from=2000-01-01T00:00:00Z").size()).isGreaterThan(5);
    String patient =
        shell.run("patient", "list", "--role=physician", "--purpose=TREAT").out().strip();
    List<String> about = exported("about.ndjson", "--patient=" + patient, "--test-data");
    assertThat(about)
        .hasSizeGreaterThan(1)
        .allMatch(line -> line.contains("\"identifier\":{\"system\":\"urn:patientvault:"))
        .allMatch(line -> line.contains(patient) && line.contains("\"HTEST\""));
  }

  @Test
  void ofABundle_isTheSameEventsInPseudonyms() {
    Path bundle = shell.path("bundle");
    shell.run("audit", "export", bundle.toString());
    Ran ran = fromBundle(bundle, "-");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("VERIFIED origin=");
    List<String> offline = ran.out().lines().toList();
    List<String> live = exported("all.ndjson");
    assertThat(offline).hasSizeGreaterThan(5);
    for (int i = 0; i < offline.size(); i++) {
      assertThat(id(offline.get(i))).isEqualTo(id(live.get(i)));
    }
    assertThat(ran.out()).doesNotContain("i.mport").doesNotContain("4711");
    String pseudonym = ran.out().replaceAll("(?s).*:patient\",\"value\":\"([^\"]{22})\".*", "$1");
    Ran one = fromBundle(bundle, "-", "--patient=" + pseudonym);
    assertThat(one.out().lines()).isNotEmpty().allMatch(line -> line.contains(pseudonym));
  }

  private static String id(String line) {
    return line.substring(0, 110);
  }

  private Ran fromBundle(Path bundle, String out, String... more) {
    Path policy = shell.write("hospital.policy", shell.run("audit", "keys").out());
    return CommandLineFixture.raw(
        "",
        Map.of(),
        with(
            more,
            "audit",
            "export-fhir",
            "--bundle=" + bundle,
            "--policy=" + policy,
            "--out=" + out));
  }

  @Test
  void bundleThatDoesNotVerify_givesItsCodeAndNoFile() throws IOException {
    Path bundle = shell.path("bundle");
    shell.run("audit", "export", bundle.toString());
    Path entries;
    try (Stream<Path> files = Files.walk(bundle.resolve("tile/entries"))) {
      entries = files.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
    String text = Files.readString(entries, StandardCharsets.ISO_8859_1);
    Files.writeString(
        entries, text.replaceFirst("\"k\":3", "\"k\":7"), StandardCharsets.ISO_8859_1);
    Path out = shell.path("never.ndjson");
    Ran ran = fromBundle(bundle, out.toString());
    assertThat(ran.code()).as(ran.all()).isEqualTo(3);
    assertThat(ran.err()).contains("EDITED index=");
    assertThat(out).doesNotExist();
    assertNothingIsLeft();
  }

  @Test
  void whoMayNotAudit_getsNoFile() throws IOException {
    Path out = shell.path("never.ndjson");
    Ran ran = shell.run("audit", "export-fhir", "--out=" + out, "--role=clerk");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(out).doesNotExist();
    assertNothingIsLeft();
  }

  @Test
  void whatIsWrong_isRefusedBeforeAnythingIsRead() {
    Path there = shell.write("there", "mine");
    Ran taken = shell.run("audit", "export-fhir", "--out=" + there);
    assertThat(taken.code()).isEqualTo(1);
    assertThat(taken.err()).contains("there is a file there already");
    assertThat(there).hasContent("mine");
    for (String wrong :
        List.of("--from=yesterday", "--to=2026-02-30", "--patient=p1", "--from=-1")) {
      assertThat(shell.run("audit", "export-fhir", "--out=-", wrong).code()).as(wrong).isEqualTo(1);
    }
    Ran backwards = shell.run("audit", "export-fhir", "--out=-", "--from=5", "--to=4");
    assertThat(backwards.code()).as(backwards.all()).isEqualTo(1);
    Ran keyless =
        CommandLineFixture.raw("", Map.of(), "audit", "export-fhir", "--bundle=x", "--out=-");
    assertThat(keyless.err()).contains("--policy");
  }
}

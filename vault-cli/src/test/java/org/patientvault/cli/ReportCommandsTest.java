package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.CanonicalJson;
import org.patientvault.audit.report.Question;
import org.patientvault.cli.CommandLineFixture.Ran;

/** Reports and reviews at the shell. */
class ReportCommandsTest {
  @TempDir Path folder;

  private CommandLineFixture shell;

  @BeforeEach
  void aVault() {
    shell = new CommandLineFixture(folder);
    shell.run("init");
    shell.write("hospital.policy", shell.run("audit", "keys").out());
  }

  private Ran offline(String... arguments) {
    return CommandLineFixture.raw(
        "",
        Map.of(),
        Stream.concat(
                Stream.of(arguments),
                Stream.of(
                    "--bundle=" + shell.path("bundle"),
                    "--policy=" + shell.path("hospital.policy")))
            .toArray(String[]::new));
  }

  @Test
  void list_namesEveryQuestionWithoutAVault() {
    Ran ran = CommandLineFixture.raw("", Map.of(), "audit", "report", "--list", "--lang=fr");
    assertThat(ran.code()).isZero();
    for (Question each : Question.values()) {
      assertThat(ran.out()).contains(" " + each.command() + " ");
    }
    assertThat(ran.out()).contains("bris").doesNotContain(" who ");
  }

  @Test
  void everyForm_saysTheSame() {
    String text = shell.run("audit", "report", "keys", "--lang=en").out();
    String csv = shell.run("audit", "report", "keys", "--lang=en", "--format=csv").out();
    String json = shell.run("audit", "report", "keys", "--lang=en", "--json").out();
    assertThat(text).contains("ml-dsa-44");
    assertThat(csv).startsWith("key,algorithm,fingerprint\r\n").contains("ml-dsa-44");
    assertThat(json).contains("\"report\":\"keys\"").contains("ml-dsa-44");
    CanonicalJson.parse(json.strip().getBytes(java.nio.charset.StandardCharsets.UTF_8), 1 << 20);
  }

  @Test
  void badBundle_printsTheVerdictAndNoReport() throws IOException {
    shell.run("audit", "export", shell.path("bundle").toString());
    assertThat(offline("audit", "report", "complete", "--lang=en").out()).startsWith("Is the log");
    Path tile;
    try (Stream<Path> files = Files.walk(shell.path("bundle").resolve("tile/entries"))) {
      tile = files.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(tile);
    bytes[100] ^= 1;
    Files.write(tile, bytes);
    Ran ran = offline("audit", "report", "complete", "--lang=en");
    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.out()).startsWith("EDITED index=0").doesNotContain("Is the log");
  }

  @Test
  void badArguments_areRefused() {
    assertThat(shell.run("audit", "report").err()).contains("--list");
    assertThat(shell.run("audit", "report", "gossip").err()).contains("no such report");
    assertThat(shell.run("audit", "report", "patient").err()).contains("--patient");
    assertThat(shell.run("audit", "report", "btg", "--from=soon").err()).contains("UTC date");
    assertThat(shell.run("audit", "report", "btg", "--from=2026-02-01", "--to=2026-01-01").err())
        .contains("later");
    Ran noPolicy =
        CommandLineFixture.raw("", Map.of(), "audit", "report", "btg", "--bundle=" + folder);
    assertThat(noPolicy.code()).isEqualTo(1);
    assertThat(noPolicy.err()).contains("--policy");
  }

  @Test
  void reviews_areRecordedAndReported() {
    shell.write(
        "p.json",
        "{\"resourceType\":\"Patient\",\"id\":\"p\",\"identifier\":[{\"system\":\"urn:m\",\"value\":\"1\"}]}");
    shell.run("import", "fhir", shell.path("p.json").toString(), "--actor=ada");
    Ran sample = shell.run("audit", "review", "sample", "--size=2", "--seed=w1", "--actor=petra");
    assertThat(sample.code()).as(sample.all()).isZero();
    assertThat(sample.out().lines()).hasSize(3);
    assertThat(sample.err()).contains(" entries drawn; entry ");
    shell.write("note.txt", "asked the ward\n");
    Ran recorded =
        shell.run(
            "audit",
            "review",
            "record",
            "--entries=5-7",
            "--finding=question",
            "--note-file=" + shell.path("note.txt"),
            "--actor=petra");
    assertThat(recorded.code()).as(recorded.all()).isZero();
    String report = shell.run("audit", "report", "reviews", "--lang=en").out();
    assertThat(report).contains("asked the ward", "5-7", "petra", "question", "seed w1");
    Ran own =
        shell.run("audit", "review", "record", "--entries=6", "--finding=none", "--actor=ada");
    assertThat(own.code()).isEqualTo(1);
    assertThat(own.err()).contains("nobody reviews what he did himself");
    assertThat(shell.run("audit", "review", "record", "--entries=x", "--finding=none").err())
        .contains("12,15-20");
  }
}

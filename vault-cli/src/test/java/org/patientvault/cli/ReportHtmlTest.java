package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.patientvault.Fortnight;
import org.patientvault.audit.report.Question;
import org.patientvault.browser.Chromium;
import org.patientvault.browser.Tab;
import org.patientvault.cli.CommandLineFixture.Ran;

/** Every report as a page: written by the command, opened in a browser, verified there. */
@Tag("once")
class ReportHtmlTest {
  private static final String STATE =
      """
      new Promise((resolve) => {
        const check = document.getElementById("check");
        const look = () => {
          if (!["unchecked", "checking"].includes(check.dataset.state)) {
            resolve(check.dataset.state);
          }
        };
        new MutationObserver(look).observe(check, { attributes: true });
        look();
      })
      """;

  private static Chromium browser;
  private static CommandLineFixture shell;
  private static String patient;

  @TempDir static Path folder;

  @BeforeAll
  static void aFortnightAndABrowser() {
    shell = new CommandLineFixture(folder);
    try (Fortnight fortnight = new Fortnight(folder.resolve("clinic.vault").toString())) {
      shell.write("hospital.policy", fortnight.export(folder.resolve("bundle")));
      patient = fortnight.patients.get(2).toString();
    }
    browser = Chromium.start();
  }

  @AfterAll
  static void close() {
    browser.close();
  }

  private static Ran report(Question question, Path page, String... more) {
    Stream<String> asked =
        Stream.of("audit", "report", question.command(), "--html=" + page, "--to=2026-03-15");
    Stream<String> who =
        switch (question) {
          case PATIENT -> Stream.of("--patient=" + patient);
          case ACTOR, INCIDENT -> Stream.of("--user=n.kim");
          default -> Stream.of();
        };
    return shell.run(
        Stream.of(asked, who, Stream.of(more)).flatMap(part -> part).toArray(String[]::new));
  }

  private static String stateOf(Path page) {
    Tab tab = browser.tab().open(page);
    try (tab) {
      return tab.value(STATE).asText();
    }
  }

  @ParameterizedTest
  @EnumSource(Question.class)
  void everyReport_isVerifiedInTheBrowser(Question question) {
    Path page = folder.resolve(question + ".html");
    Ran ran = report(question, page, "--lang=fr");
    assertThat(ran.code()).as(ran.all()).isZero();
    assertThat(stateOf(page)).isIn("verified", "empty");
    Path whole = folder.resolve(question + "-whole.html");
    report(question, whole, "--whole", "--lang=en");
    assertThat(stateOf(whole)).isEqualTo("verified");
  }

  @Test
  void patientsStatement_holdsNoOtherEntries() throws IOException {
    Path page = folder.resolve("statement.html");
    Ran ran = report(Question.PATIENT, page, "--lang=en");
    assertThat(stateOf(page)).isEqualTo("verified");
    byte[] bytes = Files.readAllBytes(page);
    assertThat(ran.out()).contains("sha256=" + sha256(bytes));
    assertThat(Files.getPosixFilePermissions(page))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void offline_thePageIsMadeOfTheBundle() {
    Path page = folder.resolve("offline.html");
    Ran ran =
        report(
            Question.BTG,
            page,
            "--bundle=" + folder.resolve("bundle"),
            "--policy=" + folder.resolve("hospital.policy"));
    // One emergency of the fortnight was never reviewed, which the verification tells.
    assertThat(ran.code()).as(ran.all()).isEqualTo(4);
    assertThat(stateOf(page)).isEqualTo("verified");
  }

  @Test
  void pageThatIsThereAlready_isLeftAlone() throws IOException {
    Path page = Files.writeString(folder.resolve("kept.html"), "kept");
    assertThat(report(Question.KEYS, page).code()).isEqualTo(1);
    assertThat(page).hasContent("kept");
    try (Stream<Path> files = Files.list(folder)) {
      List<String> left = files.map(Path::getFileName).map(Path::toString).toList();
      assertThat(left).noneMatch(name -> name.startsWith(".patientvault"));
    }
  }

  @Test
  void otherForms_doNotGoWithAPage() {
    Path page = folder.resolve("never.html");
    assertThat(report(Question.KEYS, page, "--format=csv").err()).contains("--format does not");
    assertThat(shell.run("audit", "report", "keys", "--whole").err()).contains("--whole goes");
    assertThat(page).doesNotExist();
  }
}

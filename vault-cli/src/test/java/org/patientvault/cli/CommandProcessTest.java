package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.patientvault.cli.CommandLineFixture.Ran;

/** What only a process of its own shows: descriptors, no terminal, and how it ends. */
class CommandProcessTest {
  private static final String FROM_A_DESCRIPTOR = "--passphrase-file=/dev/fd/3";

  @TempDir Path folder;
  private CommandLineFixture shell;
  private CommandProcess process;

  @BeforeEach
  void files() {
    shell = new CommandLineFixture(folder);
    process = CommandProcess.ofClasses(folder);
  }

  private void init() {
    assertThat(shell.run("init", "--protector=keystore:" + shell.path("a.p12") + "?alias=kek"))
        .returns(0, Ran::code);
  }

  private Ran run(String redirections, String... arguments) throws Exception {
    return process.run(redirections, "", arguments);
  }

  @Test
  void passphraseFromADescriptor_makesAVaultAndOpensIt() throws Exception {
    Ran made = run("3< pw", "init", "--vault=clinic.vault", FROM_A_DESCRIPTOR);
    assertThat(made.code()).as(made.err()).isZero();
    Ran opened = run("3< <(cat pw)", "status", "--vault=clinic.vault", FROM_A_DESCRIPTOR, "--json");
    assertThat(opened.code()).as(opened.err()).isZero();
    assertThat(opened.out()).contains("\"slots\":1");
    assertThat(made.all() + opened.all()).doesNotContain(CommandLineFixture.PASSPHRASE);
  }

  @Test
  void wrongPassphraseFromADescriptor_opensNothing() throws Exception {
    init();
    Ran ran = run("3< <(echo another one)", "status", "--vault=clinic.vault", FROM_A_DESCRIPTOR);
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("hint: ").doesNotContain("another one");
  }

  /** The JVM opens the low descriptors for itself. */
  @Test
  void descriptorThatIsNotOpen_isRefused() throws Exception {
    init();
    Ran ran = run("", "status", "--vault=clinic.vault", "--passphrase-file=/dev/fd/200");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("no file to read the passphrase from");
  }

  @ParameterizedTest
  @ValueSource(strings = {"init --vault=new.vault", "status --vault=clinic.vault"})
  void passphraseWithoutATerminal_isNotAskedFor(String command) throws Exception {
    init();
    Ran ran = process.run("", CommandLineFixture.PASSPHRASE + "\n", command.split(" "));
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .startsWith(
            "patientvault: a passphrase is needed and nobody is at a terminal to ask;"
                + " give --passphrase-file\nhint: ");
    assertThat(folder.resolve("new.vault")).doesNotExist();
  }

  @Test
  void confirmationWithoutATerminal_isNotAskedFor() throws Exception {
    init();
    String slot =
        shell.run("protector", "list", "--json").out().replaceAll(".*\"id\":\"(\\w+)\".*\n", "$1");
    byte[] before = Files.readAllBytes(shell.path("clinic.vault"));
    Ran ran =
        process.run(
            "", "y\n", "protector", "remove", slot, "--vault=clinic.vault", "--passphrase-file=pw");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("--yes");
    assertThat(shell.path("clinic.vault")).hasBinaryContent(before);
  }

  /** One takes a way around the model of all commands, the others go through it. */
  @Test
  void version_isTheSameOnEveryWay() throws Exception {
    Ran fast = run("", "--version");
    assertThat(fast.code()).isZero();
    assertThat(fast.err()).isEmpty();
    assertThat(fast.out()).startsWith("patientvault ");
    assertThat(CommandLineFixture.raw("", Map.of(), "--version")).isEqualTo(fast);
    assertThat(CommandLineFixture.raw("", Map.of(), "-V")).isEqualTo(fast);
    assertThat(CommandLineFixture.raw("", Map.of(), "audit", "verify", "--version"))
        .isEqualTo(fast);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "schema show", "status --help"})
  void outputThatCannotBeWritten_isNoSuccess(String command) throws Exception {
    Ran ran = run("> /dev/full", command.split(" "));
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err())
        .isEqualTo(
            """
            patientvault: standard output could not be written; what it holds is not whole
            hint: make room, or give another place, and run it again
            """);
  }
}

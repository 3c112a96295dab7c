package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.patientvault.cli.CommandLineFixture.Ran;
import org.patientvault.verify.CommandLineRun;
import org.patientvault.verify.Terminal;

/** What holds for every command. */
class MainTest {
  static Stream<String> commands() {
    return CommandLineRun.all(Main.commandLine(Terminal.ofProcess())).stream()
        .map(command -> command.getCommandSpec().qualifiedName());
  }

  /** All but the library's own, which takes anything. */
  static Stream<String> ownCommands() {
    return commands().filter(command -> !command.endsWith("generate-completion"));
  }

  private static Ran run(String... arguments) {
    return CommandLineFixture.raw("", Map.of(), arguments);
  }

  private static Ran run(String qualifiedName, String more) {
    String[] words = (qualifiedName + " " + more).split(" ");
    return run(Stream.of(words).skip(1).toArray(String[]::new));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void help_hasAnExampleAndTheExitCodes(String command) {
    Ran ran = run(command, "--help");
    assertThat(ran.code()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).contains("exit codes:").containsPattern("3 +tampering found");
    if (!command.endsWith("generate-completion")) {
      assertThat(ran.out()).containsPattern("examples?:\n  patientvault ");
    }
  }

  @ParameterizedTest
  @MethodSource("ownCommands")
  void unknownOption_isAUsageErrorThatRepeatsNoValue(String command) {
    Ran ran = run(command, "--pasphrase=hunter22hunter22");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).containsPattern("--pasphrase|missing: ").contains("hint:");
    assertThat(ran.err()).doesNotContain("hunter22");
  }

  @Test
  void version_isPrinted() {
    assertThat(run("--version").out()).startsWith("patientvault ");
  }

  @Test
  void noCommand_isAUsageErrorThatNamesThem() {
    Ran ran = run();
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("init, status, import");
  }

  @Test
  void noVault_saysHowToNameOne() {
    Ran ran = run("status");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("--vault FILE", "PATIENTVAULT_VAULT");
  }

  @Test
  void passwordInAUrl_isRefusedAndNotRepeated() {
    Ran ran = run("status", "--vault=jdbc:sqlite:/tmp/a.vault?password=hunter22", "--debug");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("must not hold a user or password").doesNotContain("hunter22");
  }

  @Test
  void completion_isAScript() {
    assertThat(run("generate-completion").out()).contains("complete -F", "protector");
  }
}

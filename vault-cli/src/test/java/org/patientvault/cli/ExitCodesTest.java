package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.patientvault.cli.CommandLineFixture.Ran;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** What cannot be opened ends with 2, what is refused with 1, and each hint fits. */
@OnBothStores
class ExitCodesTest {
  @TempDir Path folder;
  private CommandLineFixture shell;

  @BeforeEach
  void shell(TestDatabase database) {
    shell = new CommandLineFixture(folder, database.location());
  }

  private void init() {
    String store = "keystore:" + shell.path("kek.p12") + "?alias=kek";
    assertThat(shell.run("init", "--protector=" + store).code()).isZero();
  }

  private Ran run(String command) {
    return shell.run(command.split(" "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status",
        "protector list",
        "audit log",
        "audit verify --records",
        "audit export --unopened new",
        "doctor"
      })
  void noVault_cannotBeOpened(String command) {
    assertThat(run(command)).as(command).returns(2, Ran::code);
  }

  @Test
  void inputThatIsMissing_isRefused() {
    init();
    Ran ran = run("access-policy install nowhere.yaml");
    assertThat(ran.code()).isEqualTo(1);
  }

  @Test
  void unknownSlot_isHintedAtTheListOfSlots() {
    init();
    Ran ran = run("protector remove 0000 --yes");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("hint: patientvault protector list").doesNotContain("record");
  }

  @ParameterizedTest
  @ValueSource(strings = {"backup new", "audit log", "audit export new"})
  void denial_isNotHintedAtFieldsWhereThereAreNone(String command) {
    init();
    Ran ran = run(command + " --role=clerk");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("hint: the refusal is in the log").doesNotContain("field");
  }

  @Test
  void bundleThatIsMissing_isNotHintedAtTheDoctor() {
    init();
    Path policy = shell.write("policy", run("audit keys").out());
    Ran ran =
        CommandLineFixture.raw(
            "", Map.of(), "audit", "verify", shell.path("none").toString(), "--policy=" + policy);
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("hint: ").doesNotContain("doctor");
  }
}

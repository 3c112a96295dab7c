package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.cli.CommandLineFixture.Ran;
import org.patientvault.tokens.SoftHsm;
import org.patientvault.tokens.TestToken;

/** An administrator moves a vault to a token, with the command alone. */
@Tag("once")
class TokenCommandsTest {
  @TempDir Path folder;

  private final SoftHsm token = SoftHsm.make();
  private CommandLineFixture shell;

  @BeforeEach
  void open() throws IOException {
    shell = new CommandLineFixture(folder);
    Files.setPosixFilePermissions(
        shell.write("pin", TestToken.PIN + "\n"), PosixFilePermissions.fromString("rw-------"));
    shell.write("wrong-pin", "4321-wrong\n");
  }

  /** Without a passphrase, unlike the fixture's own. */
  private Ran byToken(String... arguments) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = "--vault=" + shell.path("clinic.vault");
    return CommandLineFixture.raw("", Map.of(), all);
  }

  private String pinFile() {
    return "--pin-file=" + shell.path("pin");
  }

  @Test
  void create_makesTheKeyAndPrintsTheUri_andTwiceIsNoHarm() {
    for (int i = 0; i < 2; i++) {
      Ran ran =
          CommandLineFixture.raw("", Map.of(), "protector", "create", token.uri("kek"), pinFile());
      assertThat(ran).returns(0, Ran::code).returns(token.uri("kek") + "\n", Ran::out);
    }
    assertThat(token.pkcs11Tool("--list-objects")).containsOnlyOnce("label:      kek");
  }

  @Test
  void create_inAProcessOfItsOwn_printsTheUriAndNothingElse() throws Exception {
    Ran ran =
        CommandProcess.ofClasses(folder)
            .run("", "", "protector", "create", token.uri("kek"), pinFile());

    assertThat(ran)
        .returns(0, Ran::code)
        .returns(token.uri("kek") + "\n", Ran::out)
        .returns("", Ran::err);
  }

  @Test
  void create_ofAPassphrase_isRefused() {
    assertThat(CommandLineFixture.raw("", Map.of(), "protector", "create", "passphrase:"))
        .returns(1, Ran::code);
  }

  @Test
  void vaultMovesToAToken_thatFindsItsPinInAFile() {
    String uri = token.uri("kek") + "&pin-source=file:" + shell.path("pin");
    assertThat(shell.run("init").code()).isZero();
    assertThat(shell.run("protector", "create", uri).code()).isZero();
    assertThat(shell.run("protector", "add", uri).out()).contains("added: " + uri);

    assertThat(byToken("status")).as("no secret given").returns(0, Ran::code);
    String passphrase =
        shell.run("protector", "list").out().replaceAll("(?s).*?(\\w{32})\\s+passphrase.*", "$1");
    assertThat(byToken("protector", "remove", passphrase, "--yes").code()).isZero();
    assertThat(byToken("status").code()).isZero();
    assertThat(byToken("doctor").out()).contains("only one secret opens the vault");
  }

  @Test
  void vaultOnATokenAlone_isOpenedByThePinFile() {
    assertThat(byToken("init", "--protector=" + token.uri("kek"), pinFile()).code()).isZero();

    assertThat(byToken("status", pinFile()).code()).isZero();
    Ran wrong = byToken("status", "--pin-file=" + shell.path("wrong-pin"));
    assertThat(wrong).returns(2, Ran::code);
    assertThat(wrong.err()).contains("does not open with this PIN").doesNotContain("4321-wrong");
    assertThat(wrong.err()).contains("hint: give the right one; a token locks");
    Ran nobody = byToken("status");
    assertThat(nobody).returns(2, Ran::code);
    assertThat(nobody.err()).contains("a PIN is needed", "--pin-file");
  }

  @Test
  void wrongPassphrase_isNotPresentedToTheToken() {
    assertThat(shell.run("init").code()).isZero();
    assertThat(shell.run("protector", "add", token.uri("kek"), pinFile()).code()).isZero();
    shell.write("pw", "incorrect horse battery\n");

    Ran ran = shell.run("status");

    assertThat(ran).returns(2, Ran::code);
    assertThat(ran.err()).contains("wrong passphrase").doesNotContain("PIN");
    assertThat(shell.run("status", pinFile()).code()).as("the token opens it").isZero();
  }

  @Test
  void namedToken_isShownThePinAlone_andNeverThePassphrase() {
    String named = "--unlock=" + token.uri("kek");
    assertThat(shell.run("init").code()).isZero();
    assertThat(shell.run("protector", "add", token.uri("kek"), pinFile()).code()).isZero();

    assertThat(shell.run("status", named, pinFile()).code()).isZero();
    Ran nobody = shell.run("status", named);

    assertThat(nobody).returns(2, Ran::code);
    assertThat(nobody.err()).contains("a PIN is needed", "--pin-file");
  }
}

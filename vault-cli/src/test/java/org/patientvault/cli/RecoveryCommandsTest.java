package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
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

/** An administrator prepares for the worst, and comes back from it. */
@Tag("once")
@OnBothStores
class RecoveryCommandsTest {
  @TempDir Path folder;
  private String location = "";
  private CommandLineFixture shell;

  @BeforeEach
  void init(TestDatabase database) {
    location = database.location();
    shell = new CommandLineFixture(folder, location);
    String store = "keystore:" + shell.path("kek.p12") + "?alias=kek";
    assertThat(shell.run("init", "--protector=" + store).code()).isZero();
  }

  private Ran split(String... more) {
    return shell.run(
        with(new String[] {"recovery", "split", "-n", "5", "-k", "3"}, with(more, out("shares"))));
  }

  private String out(String name) {
    return "--out=" + shell.path(name);
  }

  private static String[] with(String[] arguments, String... more) {
    return Stream.of(arguments, more).flatMap(Stream::of).toArray(String[]::new);
  }

  private List<Path> files(String name, String ending) throws IOException {
    try (Stream<Path> all = Files.list(shell.path(name))) {
      return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private Ran openWith(List<Path> shares, String... more) {
    List<String> arguments = new ArrayList<>(List.of("recovery", "open", "--shares"));
    shares.forEach(share -> arguments.add(share.toString()));
    arguments.addAll(List.of(more));
    return shell.run(arguments.toArray(String[]::new));
  }

  private String addPassphrase() {
    return "--new-passphrase-file=" + shell.write("fresh", "a passphrase of today\n");
  }

  private void loseTheKeyStore() throws IOException {
    String id =
        shell
            .run("protector", "list", "--json")
            .out()
            .replaceAll(".*\"id\":\"([0-9a-f]+)\",\"kind\":\"keystore\".*\\n", "$1");
    assertThat(shell.run("protector", "remove", id, "--yes").code()).isZero();
    Files.delete(shell.path("kek.p12"));
  }

  @Test
  void lostKeyStore_isReplacedByThreeOfFiveKeepers() throws IOException {
    Ran split = split();
    assertThat(split.code()).isZero();
    assertThat(split.out())
        .matches(
            """
            slot \\w{32} added: recovery:\\w{32}\\?set=\\w{16}&k=3&n=5
            5 shares written, of which any 3 open the vault
            """);
    loseTheKeyStore();
    Ran status = shell.run("status");
    assertThat(status.code()).isEqualTo(2);
    assertThat(status.err()).contains("only a recovery key opens this vault");
    List<Path> shares = files("shares", ".txt");
    Ran opened =
        openWith(
            List.of(shares.get(4), shares.get(0), shares.get(2)),
            "--new=passphrase:",
            addPassphrase());
    assertThat(opened.err()).isEmpty();
    assertThat(opened.out()).matches("slot \\w{32} added: passphrase:\n");
    shell.write("pw", "a passphrase of today\n");
    assertThat(shell.run("status", "--json").out()).contains("\"slots\":2", "\"warnings\":[]");
    assertThat(shell.run("audit", "log").out())
        .containsPattern(
            "KEY_SLOT_ADD +0 +\\S+ +admin +HSYSADMIN +recovery:\\w+\\?set=\\w+&k=3&n=5\n")
        .containsPattern("KEY_STATE +0 +recovery:\\w+\\?set=\\w+&k=3&n=5, open\n");
    assertThat(shell.run("audit", "verify", "--records").code()).isZero();
  }

  @Test
  void files_areTheirOwnersAloneAndHoldOneShareEach() throws IOException {
    split();
    assertThat(files("shares", ".txt")).hasSize(5);
    assertThat(files("shares", ".html")).hasSize(5);
    assertThat(Files.getPosixFilePermissions(shell.path("shares")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    for (Path file : files("shares", "")) {
      assertThat(Files.getPosixFilePermissions(file))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(Files.readString(file).split("PVSHARE1", -1)).hasSize(2);
      assertThat(Files.readString(file)).doesNotContain("PVSEED1");
    }
  }

  @Test
  void rehearsal_changesNothing_andIsOnRecord() throws IOException {
    split();
    Ran ran = openWith(files("shares", ".txt").subList(1, 4), "--rehearse");
    assertThat(ran.code()).isZero();
    assertThat(ran.out()).matches("slot \\w{32} opens the vault: recovery:\\w{32}\\?set=[^\n]+\n");
    assertThat(shell.run("protector", "list", "--json").out()).contains("keystore", "recovery");
    assertThat(shell.run("audit", "log", "--json").out())
        .contains("\"action\":\"open\"", "\"action\":\"rehearse\"");
    assertThat(shell.run("doctor").out()).contains("1 by recovery key: rehearse it");
  }

  @Test
  void sharesThatDoNotGoTogether_areNamed() throws IOException {
    split();
    shell.run("recovery", "split", "-n", "5", "-k", "3", out("others"));
    List<Path> shares = files("shares", ".txt");
    List<Path> others = files("others", ".txt");
    Ran few = openWith(shares.subList(0, 2), "--rehearse");
    assertThat(few.code()).isEqualTo(1);
    assertThat(few.err()).contains("needs 3 shares; there are 2: 1, 2");
    Ran twice = openWith(List.of(shares.get(0), shares.get(1), shares.get(0)), "--rehearse");
    assertThat(twice.err()).contains("share 1 of set", "is there twice");
    Ran mixed = openWith(List.of(shares.get(0), shares.get(1), others.get(2)), "--rehearse");
    assertThat(mixed.err()).contains("share 3 of set", "not of the same set as share 1 of set");
    Files.writeString(
        shares.get(1), Files.readString(shares.get(1)).replaceFirst("(?m)^(4: ...).", "$10"));
    Ran slip = openWith(shares.subList(0, 3), "--rehearse");
    assertThat(slip.err())
        .contains("file 2: the recovery share row 4, character 4 is neither a letter")
        .contains("hint: patientvault recovery check FILE...");
    assertThat(shell.run("protector", "list", "--json").out().split("recovery", -1)).hasSize(5);
  }

  @Test
  void shareOfAnotherVault_isNamed() throws IOException {
    split();
    CommandLineFixture other = new CommandLineFixture(Files.createDirectory(shell.path("b")));
    assertThat(
            other
                .run("init", "--protector=keystore:" + other.path("kek.p12") + "?alias=kek")
                .code())
        .isZero();
    List<String> arguments = new ArrayList<>(List.of("recovery", "open", "--shares"));
    files("shares", ".txt").forEach(share -> arguments.add(share.toString()));
    arguments.add("--rehearse");
    Ran ran = other.run(arguments.toArray(String[]::new));
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("share 1 of set", "is for the vault", "not for");
  }

  @Test
  void check_saysOffline_whatEachFileIs_andWhetherTheyAreEnough() throws IOException {
    split();
    List<Path> shares = files("shares", ".txt");
    Ran ran =
        CommandLineFixture.raw(
            "",
            Map.of(),
            "recovery",
            "check",
            shares.get(0).toString(),
            shares.get(3).toString(),
            shares.get(4).toString());
    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .contains("share 4 of 5, 3 needed", "intact, set ")
        .containsPattern("together the shares of set \\w{16} give the recovery key \\w{32}");
    Ran json = shell.run("recovery", "check", "--json", shares.get(0).toString());
    assertThat(json.out())
        .contains("\"intact\":true", "\"needed\":3", "\"of\":5", "\"share\":1", "\"slot\":true")
        .contains("\"joins\":false", "needs 3 shares; there are 1: 1");
    Path cut = Files.writeString(shell.path("cut"), "PVSHARE1\n1: ABCD\n");
    Ran damaged =
        CommandLineFixture.raw("", Map.of(), "recovery", "check", cut.toString(), folder + "/no");
    assertThat(damaged.code()).isEqualTo(1);
    assertThat(damaged.out())
        .contains("row 1 of 8 has 4 characters instead of 18", "not there, or cannot be read");
  }

  @Test
  void wholeKeyInEscrow_opens_andStandsNowhereElse() throws IOException {
    String file = shell.path("whole.key").toString();
    Ran added = shell.run("recovery", "escrow", "--out=" + file);
    assertThat(added.out()).matches("slot \\w{32} added: recovery:\\w{32}\\?held=escrow\n");
    assertThat(Files.getPosixFilePermissions(Path.of(file)))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(shell.run("recovery", "escrow", "--out=" + file).err()).contains("there is a file");
    loseTheKeyStore();
    Ran opened =
        shell.run(
            "recovery", "open", "--key=" + file, "--new=passphrase:", addPassphrase(), "--json");
    assertThat(opened.out()).contains("\"kind\":\"passphrase\"");
  }

  @Test
  void publicKeyMadeElsewhere_isEnrolled_andItsKeeperOpens() throws IOException {
    String whole = shell.path("notary.key").toString();
    String half = shell.path("notary.pub").toString();
    Ran made =
        CommandLineFixture.raw(
            "", Map.of(), "recovery", "key", "--out=" + whole, "--public-key=" + half);
    assertThat(made.out()).matches("recovery key \\w{32} made\n");
    String fingerprint = made.out().substring(13, 45);
    assertThat(Files.readString(Path.of(half))).contains(fingerprint).doesNotContain("PVSEED1");
    assertThat(shell.run("recovery", "check", half, whole).out())
        .contains("public key", "whole recovery key", fingerprint, "the vault has no slot for it");
    Ran added = shell.run("recovery", "escrow", "--public-key=" + half);
    assertThat(added.out()).contains("recovery:" + fingerprint + "?held=escrow");
    assertThat(shell.run("recovery", "check", half).out()).contains("the vault has its slot");
    assertThat(shell.run("recovery", "open", "--key=" + whole, "--rehearse").code()).isZero();
    Ran wrong = shell.run("recovery", "open", "--key=" + half, "--rehearse");
    assertThat(wrong.err()).contains("the recovery key has no line that begins with PVSEED1");
  }

  /** Denied, or without its folder: no slot without shares, no shares without a slot. */
  @Test
  void failedSplit_leavesNothing() throws IOException {
    Ran denied = split("--role=clerk");
    assertThat(denied.code()).isEqualTo(1);
    assertThat(files("shares", "")).isEmpty();
    Ran escrow = shell.run("recovery", "escrow", out("whole.key"), "--role=clerk");
    assertThat(escrow.code()).isEqualTo(1);
    assertThat(shell.path("whole.key")).doesNotExist();
    shell.write("in-the-way", "");
    Ran nowhere = shell.run("recovery", "split", "-n", "5", "-k", "3", out("in-the-way/shares"));
    assertThat(nowhere.code()).isEqualTo(1);
    assertThat(nowhere.err()).contains("the shares cannot be written to new files");
    assertThat(shell.run("protector", "list", "--json").out()).doesNotContain("recovery");
  }

  @Test
  void slips_areAnsweredBeforeAnythingIsOpened() {
    assertThat(shell.run("recovery", "open").err()).contains("say --new URI to add a slot, or");
    assertThat(shell.run("recovery", "open", "--rehearse").err())
        .contains("nobody is at a terminal to ask; give --shares or --key");
    assertThat(shell.run("recovery", "escrow").err()).contains("say --out FILE");
    assertThat(shell.run("recovery", "split", "-n", "2", "-k", "3", out("s")).err())
        .contains("of 2 shares, 3 cannot be needed: at least 2, of at most 16");
    assertThat(shell.path("s")).doesNotExist();
  }
}

package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.cli.CommandLineFixture.Ran;

/** Asking, approving and doing, at the command line. */
@Tag("once")
class TwoPersonCommandsTest {
  @TempDir Path folder;
  private CommandLineFixture shell;

  @BeforeEach
  void aVaultOfTwo() {
    shell = new CommandLineFixture(folder);
    run("init");
    shell.write("own.pw", "a passphrase of my own\n");
    shell.write("why.txt", "the board decided so\n");
    for (String name : new String[] {"anna", "ben"}) {
      String made =
          run("admin", "init", name, "--key=" + file(name + ".key"), own(), "--json").out();
      run("admin", "enrol", found(made, "\"key\":\"([^\"]+)\""), "--yes");
    }
  }

  private Ran run(String... arguments) {
    Ran ran = shell.run(arguments);
    assertThat(ran.code()).as(ran.all()).isZero();
    return ran;
  }

  private String file(String name) {
    return shell.path(name).toString();
  }

  private String own() {
    return "--admin-passphrase-file=" + file("own.pw");
  }

  private static String found(String text, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    assertThat(found.find()).as(text).isTrue();
    return found.group(1);
  }

  private String asked(String... command) {
    String[] all = new String[command.length + 4];
    System.arraycopy(command, 0, all, 0, command.length);
    all[command.length] = "--ask=" + file("anna.key");
    all[command.length + 1] = own();
    all[command.length + 2] = "--why-file=" + file("why.txt");
    all[command.length + 3] = "--json";
    return found(run(all).out(), "\"id\":\"([0-9a-f]{32})\"");
  }

  @Test
  void policy_isInstalledByTwo() {
    shell.write("our.yaml", run("access-policy", "show").out().replace("physician", "surgeon"));
    Ran alone = shell.run("access-policy", "install", file("our.yaml"));
    assertThat(alone.code()).isEqualTo(1);
    assertThat(alone.err()).contains("needs two administrators");
    String id = asked("access-policy", "install", file("our.yaml"));
    assertThat(run("request", "show", id).out()).contains("the board decided so", "pending");
    Ran self = shell.run("request", "approve", id, "--admin-key=" + file("anna.key"), own());
    assertThat(self.code()).isEqualTo(1);
    run("request", "approve", id.substring(0, 6), "--admin-key=" + file("ben.key"), own());
    run("access-policy", "install", file("our.yaml"), "--request=" + id);
    assertThat(run("request", "list").out()).contains("done", "anna", "ben");
    Ran again = shell.run("access-policy", "install", file("our.yaml"), "--request=" + id);
    assertThat(again.err()).contains("carried out already");
    assertThat(run("audit", "report", "admin").out())
        .contains("askedBy=anna", "approvedBy=ben", "answer=approve");
    assertThat(run("audit", "verify", "--records").out()).contains("RECORDS VERIFIED");
  }

  @Test
  void statusAndDoctor_sayTheRule_andWhatExpires() {
    assertThat(run("status").out()).contains("two of 2");
    String id = asked("audit", "retention", "set", "--access=400", "--hours=2");
    assertThat(run("status").err()).contains(id).contains("waits for");
    assertThat(shell.run("doctor").out()).contains("with one key lost").contains(id);
    run("request", "reject", id, "--admin-key=" + file("ben.key"), own());
    assertThat(run("status").err()).doesNotContain(id);
    assertThat(run("admin", "list", "--json").out()).contains("\"twoPerson\":true");
  }

  @Test
  void administrator_isRemovedByTwo_andTheRuleEnds() {
    assertThat(shell.run("admin", "remove", "ben", "--yes").code()).isEqualTo(1);
    String id = asked("admin", "remove", "ben");
    run("request", "approve", id, "--admin-key=" + file("ben.key"), own());
    assertThat(run("admin", "remove", "ben", "--yes", "--request=" + id).all())
        .contains("fewer than two are enrolled");
  }

  @Test
  void badInput_isRefusedWithTheReason() {
    assertThat(shell.run("admin", "enrol", "anna", "--yes").err()).contains("not a verifier key");
    assertThat(shell.run("admin", "init", "Anna B", "--key=" + file("x.key"), own()).code())
        .isEqualTo(1);
    assertThat(shell.run("admin", "init", "cara", "--key=" + file("ben.key"), own()).err())
        .contains("there is a file already");
    assertThat(shell.run("request", "show", "xyz").err()).contains("first four hex digits");
    assertThat(shell.run("admin", "remove", "ben", "--ask=" + file("anna.key")).err())
        .contains("--why-file");
  }
}

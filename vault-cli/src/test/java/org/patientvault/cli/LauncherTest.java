package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.cli.CommandLineFixture.Ran;

/** The script that starts the command, in a checkout that is built already. */
class LauncherTest {
  @TempDir Path checkout;
  @TempDir Path folder;
  private CommandProcess launcher;

  @BeforeEach
  void builtCheckout() throws IOException {
    Path script = Files.copy(Path.of("../patientvault"), checkout.resolve("patientvault"));
    for (String source :
        new String[] {
          ".mvn", "vault-core/src/main", "vault-verify/src/main", "vault-cli/src/main"
        }) {
      Files.createDirectories(checkout.resolve(source));
    }
    for (String pom :
        new String[] {
          "pom.xml", "vault-core/pom.xml", "vault-verify/pom.xml", "vault-cli/pom.xml"
        }) {
      Files.createFile(checkout.resolve(pom));
    }
    Path out = Files.createDirectories(checkout.resolve("vault-cli/target"));
    jar(out.resolve("vault-cli-0.jar"));
    Path built = Files.createFile(out.resolve("launcher-built"));
    Files.setLastModifiedTime(built, FileTime.from(Instant.now().plusSeconds(60)));
    withoutTraining(out, built);
    Path link = Files.createSymbolicLink(folder.resolve("a-link"), script);
    launcher = CommandProcess.of(folder, link);
    Files.writeString(folder.resolve("pw"), CommandLineFixture.PASSPHRASE + "\n");
  }

  /** A jar of nothing but the class path of this test. */
  private static void jar(Path file) throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.put(Attributes.Name.MAIN_CLASS, Main.class.getName());
    main.put(
        Attributes.Name.CLASS_PATH,
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(entry -> Path.of(entry).toUri().toString())
            .collect(Collectors.joining(" ")));
    main.putValue("Enable-Native-Access", "ALL-UNNAMED");
    new JarOutputStream(Files.newOutputStream(file), manifest).close();
  }

  /** An archive of classes is there, and of no use: making one would take longer than the test. */
  private static void withoutTraining(Path out, Path built) throws IOException {
    Path archive = out.resolve("classes-" + System.getProperty("java.version") + ".jsa");
    Files.setLastModifiedTime(Files.createFile(archive), Files.getLastModifiedTime(built));
  }

  @Test
  void version_isThatOfTheClasses() throws Exception {
    Ran ran = launcher.run("", "", "--version");
    assertThat(ran).isEqualTo(CommandLineFixture.raw("", Map.of(), "--version"));
  }

  @Test
  void descriptorsInputAndExitCode_goThrough() throws Exception {
    String[] vault = {"--vault=clinic.vault", "--passphrase-file=/dev/fd/3"};
    assertThat(launcher.run("3< pw", "", "init", vault[0], vault[1])).returns(0, Ran::code);
    Ran found =
        launcher.run(
            "3< <(cat pw)",
            "urn:mrn|4711\n",
            "patient",
            "find",
            vault[0],
            vault[1],
            "--role=physician",
            "--purpose=TREAT");
    assertThat(found.code()).as(found.err()).isEqualTo(1);
    assertThat(found.err()).contains("hint: ").doesNotContain("4711");
    assertThat(launcher.run("3< <(echo wrong)", "", "status", vault[0], vault[1]))
        .returns(2, Ran::code)
        .returns("", Ran::out);
  }

  @Test
  void descriptorThatIsNotOpen_isRefusedBeforeJavaOpensOneOfThatNumber() throws Exception {
    for (String option :
        new String[] {
          "--passphrase-file=/dev/fd/3",
          "--new-passphrase-file=/dev/fd/9",
          "--database-password-file=/dev/fd/8",
          "--pin-file=/dev/fd/7",
          "--key=/dev/fd/6"
        }) {
      Ran ran = launcher.run("", "", "status", "--vault=clinic.vault", option);
      assertThat(ran.code()).isEqualTo(1);
      assertThat(ran.err()).contains("is not open").contains("hint: ");
    }
    Ran apart =
        launcher.run("", "", "status", "--passphrase-file", "/dev/fd/4", "--vault=clinic.vault");
    assertThat(apart.err()).startsWith("patientvault: /dev/fd/4 is not open");
    Ran second = launcher.run("3< pw", "", "recovery", "check", "/dev/fd/3", "/dev/fd/5");
    assertThat(second.err()).startsWith("patientvault: /dev/fd/5 is not open");
  }

  @Test
  void withoutATerminal_nothingIsAskedFor() throws Exception {
    Ran ran = launcher.run("", "no passphrase\n", "init", "--vault=clinic.vault");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("nobody is at a terminal to ask");
    assertThat(folder.resolve("clinic.vault")).doesNotExist();
  }
}

package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.cli.CommandLineFixture.Ran;
import org.patientvault.keys.stubs.AwsStub;
import org.patientvault.keys.stubs.TransitStub;

/** Slots under keys of key services, at the command line. */
@Tag("once")
class CloudSlotCommandsTest {
  @TempDir Path folder;

  private final TransitStub transit = new TransitStub();
  private final AwsStub aws = new AwsStub();

  @AfterEach
  void stop() {
    transit.close();
    aws.close();
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  private String transitKey() {
    return "hcvault://127.0.0.1:" + transit.port() + "/transit/keys/kek?scheme=http";
  }

  private String awsKey() {
    return "aws-kms://" + AwsStub.ARN + "?endpoint=" + aws.endpoint();
  }

  private CommandLineFixture shell() {
    CommandLineFixture shell = new CommandLineFixture(folder);
    shell.write("token", TransitStub.TOKEN + "\n");
    return shell;
  }

  private Ran raw(String... arguments) {
    return CommandLineFixture.raw(
        "", Map.of("PATIENTVAULT_VAULT", folder.resolve("clinic.vault").toString()), arguments);
  }

  private static void assertDone(Ran ran) {
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.all()).doesNotContain(TransitStub.TOKEN).doesNotContain(AwsStub.SECRET_KEY);
  }

  @Test
  void slotInTransit_opensWhenItIsNamed() {
    CommandLineFixture shell = shell();
    assertDone(shell.run("init"));
    assertDone(
        shell.run(
            "protector", "add", transitKey(), "--new-passphrase-file=" + shell.path("token")));

    assertDone(
        raw("status", "--unlock=" + transitKey(), "--passphrase-file=" + shell.path("token")));
  }

  @Test
  void passphrase_isNotSentToTheServerThatTheFileNames() {
    CommandLineFixture shell = shell();
    assertDone(shell.run("init"));
    assertDone(
        shell.run(
            "protector", "add", transitKey(), "--new-passphrase-file=" + shell.path("token")));
    int before = transit.requests();

    assertDone(shell.run("status"));
    assertThat(transit.requests()).isEqualTo(before);
  }

  @Test
  void token_isNotSentToTheServerThatTheFileNames() {
    CommandLineFixture shell = shell();
    String token = "--passphrase-file=" + shell.path("token");
    assertDone(raw("init", "--protector=" + transitKey(), token));
    int before = transit.requests();

    Ran ran = raw("status", token);

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("--unlock").contains("hcvault://127.0.0.1");
    assertThat(transit.requests()).isEqualTo(before);
  }

  /** With the credentials that the AWS SDK finds by itself, here in properties of the JVM. */
  @Test
  void slotInAwsKms_asksNobodyForASecret() {
    System.setProperty("aws.accessKeyId", AwsStub.ACCESS_KEY);
    System.setProperty("aws.secretAccessKey", AwsStub.SECRET_KEY);
    CommandLineFixture shell = shell();
    assertDone(raw("init", "--protector=" + awsKey()));
    assertDone(raw("status", "--unlock=" + awsKey()));

    aws.state = AwsStub.KeyState.DISABLED;
    Ran ran = raw("status", "--unlock=" + awsKey());

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("is disabled").doesNotContain(AwsStub.SECRET_KEY);
    assertThat(shell.path("clinic.vault")).exists();
  }
}

package org.patientvault.audit.anchor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.model.Bytes;
import org.patientvault.stamps.TestTsa;

/** A second implementation: openssl answers our requests, and verifies what we verify. */
class OpensslTimeStampTest {
  private static final byte[] NOTE = "log\n1\nroot\n\n— sig\n".getBytes(StandardCharsets.UTF_8);
  private static final Bytes NONCE = Bytes.fromHex("80ff00ff00ff0001");
  private static final String CONFIG =
      """
      [tsa]
      default_tsa = one
      [one]
      serial = serial
      default_policy = 1.2.3.4.1
      signer_digest = sha256
      digests = sha256, sha384, sha512
      ess_cert_id_chain = no
      [stamping]
      extendedKeyUsage = critical,timeStamping
      """;

  @TempDir Path folder;

  @Test
  void opensslsAnswer_isValidUnderItsRoot() throws IOException, InterruptedException {
    makeAuthority();
    Files.write(folder.resolve("a.tsq"), new TimeStampRequest(Bytes.of(NOTE), NONCE).encoded());
    for (String id : List.of("sha256", "sha1")) {
      Files.writeString(
          folder.resolve("tsa.cnf"),
          CONFIG.replace("ess_cert_id_chain", "ess_cert_id_alg = " + id + "\ness_cert_id_chain"));
      openssl(
          "ts -reply -config tsa.cnf -queryfile a.tsq -inkey tsa.key -signer tsa.pem -out a.tsr");
      TimeStamp stamp = TimeStamp.parse(Files.readAllBytes(folder.resolve("a.tsr")));
      assertThat(stamp.verify(TsaTrust.parse(Files.readAllBytes(folder.resolve("root.pem")))))
          .isEqualTo(new TokenVerdict.Valid());
      assertThat(stamp.covers(NOTE)).isTrue();
      assertThat(stamp.answers(NONCE)).isTrue();
    }
  }

  private void makeAuthority() throws IOException, InterruptedException {
    Files.writeString(folder.resolve("tsa.cnf"), CONFIG);
    Files.writeString(folder.resolve("serial"), "01\n");
    openssl(
        "req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -subj /CN=R -days 30");
    openssl("req -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.csr -subj /CN=T");
    openssl(
        "x509 -req -in tsa.csr -CA root.pem -CAkey root.key -CAcreateserial -out tsa.pem -days 30"
            + " -extfile tsa.cnf -extensions stamping");
  }

  @Test
  void ourAuthoritysAnswer_isVerifiedByOpenssl() throws IOException, InterruptedException {
    TestTsa tsa = new TestTsa();
    byte[] query = new TimeStampRequest(Bytes.of(NOTE), NONCE).encoded();
    Files.write(folder.resolve("note"), NOTE);
    Files.write(folder.resolve("a.tsq"), query);
    Files.write(folder.resolve("a.tsr"), tsa.answer(query, Instant.parse("2026-01-15T09:00:00Z")));
    Files.write(folder.resolve("root.pem"), tsa.rootPem());
    assertThat(openssl("ts -verify -in a.tsr -queryfile a.tsq -CAfile root.pem"))
        .contains("Verification: OK");
    assertThat(openssl("ts -verify -in a.tsr -data note -CAfile root.pem"))
        .contains("Verification: OK");
  }

  private String openssl(String arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments.split(" ")));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(arguments + "\n" + said).isZero();
    return said;
  }
}

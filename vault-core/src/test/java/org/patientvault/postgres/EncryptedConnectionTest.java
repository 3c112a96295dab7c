package org.patientvault.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.patientvault.Vault;
import org.patientvault.model.VaultException;
import org.patientvault.stores.PostgresPrograms;
import org.patientvault.stores.PostgresServer;

/**
 * Towards another machine nobody reads along, and nobody answers in the server's place. The machine
 * under its own name counts as another one: a name may lead anywhere tomorrow.
 */
@Tag("once")
class EncryptedConnectionTest {
  @TempDir static Path folder;
  private static String host;
  private static Certificates trusted;
  private static Certificates stranger;
  private static PostgresServer server;
  private static Clinic clinic;
  private static DatabaseUser user;

  @BeforeAll
  static void serverThatEncrypts() throws Exception {
    host = InetAddress.getLocalHost().getHostName();
    trusted = Certificates.authority(folder, "trusted");
    stranger = Certificates.authority(folder, "stranger");
    server = PostgresServer.start();
    clinic = Clinic.on(server, folder);
    DatabaseUser.makeRoles(clinic.database);
    user = DatabaseUser.as("application", clinic.database);
    Path rules = server.cluster().dataFolder().resolve("pg_hba.conf");
    Files.writeString(rules, "host all all samehost scram-sha-256\n", StandardOpenOption.APPEND);
    install(trusted.server(host), trusted.key(host));
    launchAgain("on");
  }

  /** At this machine's own name too, which may lead to another address of it. */
  private static void launchAgain(String ssl) throws UnknownHostException {
    String addresses = "127.0.0.1," + InetAddress.getLocalHost().getHostAddress();
    server.cluster().stop();
    server.cluster().launch(List.of("ssl=" + ssl, "listen_addresses=" + addresses));
  }

  /** Where the server looks by itself. */
  private static void install(Path certificate, Path key) throws IOException {
    Path data = server.cluster().dataFolder();
    Path placed = data.resolve("server.key");
    Files.write(placed, Files.readAllBytes(key));
    Files.setPosixFilePermissions(placed, PosixFilePermissions.fromString("rw-------"));
    Files.write(data.resolve("server.crt"), Files.readAllBytes(certificate));
    PostgresPrograms.giveToServer(placed);
    PostgresPrograms.giveToServer(data.resolve("server.crt"));
  }

  @AfterAll
  static void close() {
    server.close();
  }

  private static String location(String name, String parameters) {
    return "jdbc:postgresql://%s:%d/%s?%s"
        .formatted(name, server.cluster().port(), clinic.database.name(), parameters);
  }

  private static Vault open(String name, String parameters) {
    return Vault.open(location(name, parameters), List.of(clinic.unlock), user.options());
  }

  @Test
  void certificateOfATrustedAuthority_isTaken() {
    try (Vault vault = open(host, "sslrootcert=" + trusted.root())) {
      assertThat(clinic.value(vault)).isEqualTo(Clinic.VALUE);
    }
  }

  @Test
  void certificateOfAnotherAuthority_isRefused() {
    assertRefused(host, "sslrootcert=" + stranger.root())
        .hasMessageContaining("certificate")
        .hasMessageContaining("sslrootcert");
  }

  @Test
  void noAuthorityAtHand_isRefused() {
    assertRefused(host, "sslrootcert=" + folder.resolve("none.crt"))
        .hasMessageContaining("certificate")
        .hasMessageContaining("sslrootcert");
  }

  @Test
  void certificateForAnotherName_isRefused() throws Exception {
    install(trusted.server("db.example.org"), trusted.key("db.example.org"));
    launchAgain("on");
    try {
      assertRefused(host, "sslrootcert=" + trusted.root()).hasMessageContaining("name");
      // The authority alone was asked for.
      open(host, "sslmode=verify-ca&sslrootcert=" + trusted.root()).close();
    } finally {
      install(trusted.server(host), trusted.key(host));
      launchAgain("on");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"disable", "allow", "prefer", "require"})
  void plainTextOrAnUncheckedServer_isRefusedTowardsAnotherMachine(String mode) {
    assertThatThrownBy(() -> open(host, "sslmode=" + mode))
        .isInstanceOf(VaultException.InvalidInput.class)
        .hasMessageContaining("sslmode must be verify-full");
    assertThatThrownBy(() -> open("127.0.0.1,other.example.org", "sslmode=" + mode))
        .isInstanceOf(VaultException.InvalidInput.class);
  }

  @Test
  void serverThatDoesNotEncrypt_isRefusedTowardsAnotherMachine() throws Exception {
    launchAgain("off");
    try {
      assertRefused(host, "sslrootcert=" + trusted.root()).hasMessageContaining("encrypt");
      open("127.0.0.1", "sslmode=disable").close();
    } finally {
      launchAgain("on");
    }
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      String name, String parameters) {
    long before = clinic.entries();
    var thrown =
        assertThatThrownBy(() -> open(name, parameters))
            .isInstanceOf(VaultException.StorageFailed.class)
            .hasMessageNotContaining("try again")
            .hasMessageNotContaining(user.password());
    assertThat(clinic.entries()).isEqualTo(before);
    return thrown;
  }
}

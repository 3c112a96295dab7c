package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import org.patientvault.audit.AuditorState;
import org.patientvault.audit.BundleVerifier;
import org.patientvault.audit.Report;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.Purpose;

/** A real vault's file in the hands of somebody with SQL, and the auditor who gets its export. */
final class StoredLog {
  static final Unlock PASSPHRASE = Unlock.passphrase("correct horse battery"::toCharArray);
  static final Actor AUDITOR = Actor.of("auditor", "auditor");

  private final Path folder;
  private final Path file;
  private final TrustPolicy policy;

  private StoredLog(Path folder, Path file, TrustPolicy policy) {
    this.folder = folder;
    this.file = file;
    this.policy = policy;
  }

  /** Makes a vault in which {@code rounds} times a few patients are admitted, a minute apart. */
  static StoredLog make(Path folder, int rounds, int patients) {
    Path file = folder.resolve("honest.vault");
    MinuteClock clock = new MinuteClock();
    VaultOptions options = VaultOptions.defaults().withClock(clock.source());
    try (Vault vault = Vault.create(file.toString(), PASSPHRASE, options)) {
      Session session = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < patients; i++) {
          session.admit(new PatientIdentifier("urn:mrn", round + "-" + i));
        }
        vault.engine().publishing.now();
        clock.advance();
      }
      String text = vault.auditTrail(AUDITOR).trustPolicy();
      return new StoredLog(folder, file, TrustPolicy.parse(text.getBytes(StandardCharsets.UTF_8)));
    }
  }

  /** Time that stands still until it is moved on by a minute. */
  private static final class MinuteClock {
    private volatile Instant now = Instant.parse("2026-01-15T08:00:00Z");

    Clock source() {
      InstantSource source = () -> now;
      return source.withZone(ZoneOffset.UTC);
    }

    void advance() {
      now = now.plus(Duration.ofMinutes(1));
    }
  }

  /** A copy to attack. */
  StoredLog copy(Path into) {
    Path copy = into.resolve("attacked.vault");
    try {
      Files.copy(file, copy);
      return new StoredLog(into, copy, policy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path file() {
    return file;
  }

  TrustPolicy policy() {
    return policy;
  }

  /** What a database administrator can do: the triggers are his to drop. */
  StoredLog sql(String... statements) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TRIGGER IF EXISTS log_entry_is_never_changed");
      statement.execute("DROP TRIGGER IF EXISTS log_entry_is_never_deleted");
      for (String each : statements) {
        assertThat(statement.executeUpdate(each)).as(each).isPositive();
      }
      return this;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** One statement with a blob as its only parameter. */
  StoredLog sql(String text, byte[] blob) {
    sql();
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement(text)) {
      statement.setBytes(1, blob);
      assertThat(statement.executeUpdate()).isPositive();
      return this;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  byte[] blob(String query) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      assertThat(result.next()).isTrue();
      return result.getBytes(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  long number(String query) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      assertThat(result.next()).isTrue();
      return result.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file);
  }

  /** The bundle, as an auditor gets it without any key. */
  Path export() {
    Path bundle = folder.resolve("bundle");
    Vault.exportLog(file.toString(), bundle);
    return bundle;
  }

  Report verify(Path bundle) {
    return BundleVerifier.verify(bundle, policy, Optional.empty());
  }

  Report verify(Path bundle, AuditorState state) {
    return BundleVerifier.verify(bundle, policy, Optional.of(state));
  }

  Report exportAndVerify() {
    return verify(export());
  }
}

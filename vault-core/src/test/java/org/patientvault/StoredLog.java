package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.Year;
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
import org.patientvault.stores.Databases;
import org.patientvault.stores.QuickPassphrase;
import org.patientvault.stores.TestDatabase;

/** A real vault's rows in the hands of somebody with SQL, and the auditor who gets its export. */
final class StoredLog {
  static final Unlock PASSPHRASE = QuickPassphrase.of("correct horse battery"::toCharArray);
  static final Actor AUDITOR = Actor.of("auditor", "auditor");

  /** This one: whoever opens the vault by the real clock finds the log of his year. */
  static Year year() {
    return Year.now(ZoneOffset.UTC);
  }

  private final TestDatabase database;
  private final Path folder;
  private final TrustPolicy policy;

  private StoredLog(TestDatabase database, Path folder, TrustPolicy policy) {
    this.database = database;
    this.folder = folder;
    this.policy = policy;
  }

  /**
   * Makes a vault in which {@code rounds} times a few patients are admitted, a minute apart.
   *
   * @param folder where its log is exported to
   */
  static StoredLog make(TestDatabase database, Path folder, int rounds, int patients) {
    MinuteClock clock = new MinuteClock();
    VaultOptions options = VaultOptions.defaults().withClock(clock.source());
    try (Vault vault = Vault.create(database.location(), PASSPHRASE, options)) {
      Session session = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < patients; i++) {
          session.admit(new PatientIdentifier("urn:mrn", round + "-" + i));
        }
        vault.engine().publishing.now();
        clock.advance();
      }
      String text = vault.auditTrail(AUDITOR).trustPolicy();
      return new StoredLog(
          database, folder, TrustPolicy.parse(text.getBytes(StandardCharsets.UTF_8)));
    }
  }

  /** Time that stands still until it is moved on by a minute. */
  private static final class MinuteClock {
    private volatile Instant now = Instant.parse(year() + "-01-15T08:00:00Z");

    Clock source() {
      InstantSource source = () -> now;
      return source.withZone(ZoneOffset.UTC);
    }

    void advance() {
      now = now.plus(Duration.ofMinutes(1));
    }
  }

  /** A copy to attack, that goes with {@code databases}. */
  StoredLog copy(Databases databases, Path into) {
    return new StoredLog(databases.copyOf(database), into, policy);
  }

  String location() {
    return database.location();
  }

  TestDatabase database() {
    return database;
  }

  TrustPolicy policy() {
    return policy;
  }

  /** What a database administrator can do: the triggers are his to drop. */
  StoredLog sql(String... statements) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      database.dropGuards(connection);
      for (String each : statements) {
        assertThat(statement.executeUpdate(each)).as(each).isPositive();
      }
      return this;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** One statement with parameters. */
  StoredLog sqlWith(String text, Object... values) {
    sql();
    try (Connection connection = database.connect();
        PreparedStatement statement = connection.prepareStatement(text)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      assertThat(statement.executeUpdate()).isPositive();
      return this;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  byte[] blob(String query) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      assertThat(result.next()).isTrue();
      return result.getBytes(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  long number(String query) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      assertThat(result.next()).isTrue();
      return result.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** The bundle, as an auditor gets it without any key. */
  Path export() {
    Path bundle = folder.resolve("bundle");
    Vault.exportLog(location(), bundle);
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

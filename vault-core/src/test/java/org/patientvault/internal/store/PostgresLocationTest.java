package org.patientvault.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.patientvault.model.VaultException;

/** A location names a place; it carries no secret, and no setting that weakens a promise. */
class PostgresLocationTest {
  private static final String HERE = "jdbc:postgresql://localhost/clinic";

  private static PostgresLocation parse(String text) {
    return (PostgresLocation) StoreLocation.parse(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?user=hunter22",
        "?password=hunter22",
        "?PASSWORD=hunter22",
        "?sslpassword=hunter22",
        "?sslmode=verify-full&sslpassword=hunter22",
        "?options=-c%20synchronous_commit=hunter22",
        "?socketFactory=hunter22",
        "?sslfactory=hunter22",
        "?loggerLevel=hunter22",
        "?currentSchema=hunter22",
        "?prepareThreshold=hunter22",
        "?targetServerType=any",
        "?hunter22",
        "?sslmode=hunter22",
        "?socketTimeout=hunter22",
        "?socketTimeout=0",
        "?connectTimeout=0",
        "?connectTimeout=-1",
        "?hostRecheckSeconds=99999"
      })
  void parameterThatMayNotBeThere_isRefusedWithoutItsValue(String parameters) {
    assertThatThrownBy(() -> parse(HERE + parameters))
        .isInstanceOf(VaultException.InvalidInput.class)
        .hasMessageNotContaining("hunter22");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://ada:hunter22@localhost/clinic",
        "jdbc:postgresql://localhost",
        "jdbc:postgresql://localhost/",
        "jdbc:postgresql:hunter22",
        "jdbc:postgresql:///hunter22",
        "jdbc:postgresql://localhost/hunter22;x",
        "jdbc:postgresql://localhost/a/hunter22",
        "jdbc:postgresql://local host/hunter22",
        "jdbc:postgresql://localhost:port/hunter22",
        "jdbc:postgresql://localhost/hunter22#x"
      })
  void whatNamesNoDatabase_isRefusedWithoutBeingRepeated(String location) {
    assertThatThrownBy(() -> parse(location))
        .isInstanceOf(VaultException.InvalidInput.class)
        .hasMessageNotContaining("hunter22");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "127.1.2.3", "[::1]", "LOCALHOST:5432"})
  void thisMachine_needsNoEncryption(String host) {
    assertThat(parse("jdbc:postgresql://" + host + "/clinic").parameters())
        .containsEntry("sslmode", "prefer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "db",
        "localhost.example.org",
        "127.0.0.1.example.org",
        "10.0.0.1",
        "[::2]",
        "localhost,db",
        "db:5432,localhost"
      })
  void anotherMachine_isVerified(String host) {
    assertThat(parse("jdbc:postgresql://" + host + "/clinic").parameters())
        .containsEntry("sslmode", "verify-full");
    assertThatThrownBy(() -> parse("jdbc:postgresql://" + host + "/clinic?sslmode=require"))
        .isInstanceOf(VaultException.InvalidInput.class);
  }

  @Test
  void sslmodeGivenTwice_doesNotSlipThroughTheCheck() {
    assertThatThrownBy(
            () -> parse("jdbc:postgresql://db/clinic?sslmode=verify-full&sslmode=disable"))
        .isInstanceOf(VaultException.InvalidInput.class);
  }

  @Test
  void parametersOnTheList_areTakenAndNotPrinted() {
    PostgresLocation location =
        parse("jdbc:postgresql://a:1,b:2/clinic?sslkey=/etc/a.key&socketTimeout=60");
    assertThat(location.parameters()).containsEntry("sslkey", "/etc/a.key");
    assertThat(location).hasToString("clinic on a:1,b:2");
  }
}

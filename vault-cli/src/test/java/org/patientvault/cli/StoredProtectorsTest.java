package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.patientvault.SlotInfo;
import org.patientvault.keys.Asks;
import org.patientvault.keys.SecretSource;
import org.patientvault.keys.Unlock;
import org.patientvault.model.VaultException;

class StoredProtectorsTest {
  private static final String AWS = "aws-kms://arn:aws:kms:eu-central-1:111122223333:key/1234abcd";
  private static final String AWS_ELSEWHERE = AWS + "?endpoint=https://kms.example.org";
  private static final String GCP = "gcp-kms://projects/p/locations/l/keyRings/r/cryptoKeys/k";
  private static final String TRANSIT = "hcvault://vault.example.org/transit/keys/kek";
  private static final String TOKEN = "pkcs11:token=clinic;object=kek?module-path=/usr/lib/m.so";
  private static final String TOKEN_ALONE = TOKEN + "&pin-source=file:/etc/vault/pin";
  private static final SecretSource SECRET = "a secret"::toCharArray;
  private static final SecretSource PIN = "a PIN"::toCharArray;

  private static SlotInfo slot(String uri, String state) {
    return new SlotInfo("00", uri.substring(0, uri.indexOf(':')), uri, state);
  }

  private static StoredProtectors of(String... uris) {
    return new StoredProtectors(Stream.of(uris).map(uri -> slot(uri, "active")).toList());
  }

  /** Gives what it was made with, and writes down what it is asked. */
  private static final class Person implements StoredProtectors.Secrets {
    private final Map<Asks, SecretSource> files;
    private final List<String> questions = new ArrayList<>();

    Person(Map<Asks, SecretSource> files) {
      this.files = files;
    }

    @Override
    public Optional<SecretSource> given(Asks asks) {
      return Optional.ofNullable(files.get(asks));
    }

    @Override
    public SecretSource typed(Asks asks, String question) {
      questions.add(question);
      return asks == Asks.PIN ? PIN : SECRET;
    }

    @Override
    public SecretSource typedLater(Asks asks, String question) {
      return () -> typed(asks, question).read();
    }
  }

  private static List<String> tried(StoredProtectors stored, Map<Asks, SecretSource> files) {
    return stored.unlocks(new Person(files)).stream().map(unlock -> unlock.uri().text()).toList();
  }

  /** What each slot would be shown, by its URI, in the order of trying. */
  private static Map<String, String> shown(StoredProtectors stored, Map<Asks, SecretSource> files) {
    Map<String, String> shown = new LinkedHashMap<>();
    stored
        .unlocks(new Person(files))
        .forEach(one -> shown.put(one.uri().text(), new String(one.secret().read())));
    return shown;
  }

  @Test
  void thoseThatAskNobody_areTriedFirst_unlessASecretWasGiven() {
    StoredProtectors stored = of("passphrase:", GCP, "keystore:/a.p12?alias=k", AWS, TOKEN_ALONE);

    assertThat(tried(stored, Map.of()))
        .containsExactly(AWS, GCP, TOKEN_ALONE, "keystore:/a.p12?alias=k", "passphrase:");
    assertThat(tried(stored, Map.of(Asks.SECRET, SECRET)))
        .containsExactly("keystore:/a.p12?alias=k", "passphrase:", AWS, GCP, TOKEN_ALONE);
  }

  @Test
  void thoseThatAskNobody_getNoSecret() {
    assertThat(shown(of(AWS, TOKEN_ALONE, "passphrase:"), Map.of()))
        .containsExactly(entry(AWS, ""), entry(TOKEN_ALONE, ""), entry("passphrase:", "a secret"));
  }

  @Test
  void token_isShownItsPin_andNeverWhatWasGivenForAnother() {
    StoredProtectors stored = of("passphrase:", TOKEN);

    assertThat(shown(stored, Map.of(Asks.SECRET, SECRET)))
        .containsExactly(entry("passphrase:", "a secret"));
    assertThat(shown(stored, Map.of(Asks.PIN, PIN))).containsExactly(entry(TOKEN, "a PIN"));
    assertThat(shown(stored, Map.of(Asks.SECRET, SECRET, Asks.PIN, PIN)))
        .containsExactly(entry("passphrase:", "a secret"), entry(TOKEN, "a PIN"));
    assertThat(shown(of(TOKEN), Map.of(Asks.SECRET, SECRET)))
        .as("a passphrase that nothing here fits")
        .containsExactly(entry(TOKEN, "a PIN"));
  }

  @Test
  void somebodyIsAsked_atOnceWhereNothingIsTriedBefore_elseWhenASlotNeedsIt() {
    Person person = new Person(Map.of());
    List<Unlock> unlocks = of("passphrase:", TOKEN).unlocks(person);
    assertThat(person.questions).containsExactly("passphrase");
    assertThat(new String(unlocks.get(1).secret().read())).isEqualTo("a PIN");
    assertThat(person.questions).containsExactly("passphrase", "PIN for " + TOKEN);

    Person notNeeded = new Person(Map.of());
    of("passphrase:", TOKEN, AWS).unlocks(notNeeded);
    assertThat(notNeeded.questions).isEmpty();
  }

  @Test
  void whatIsSentToAServerThatTheFileNames_isLeftOut() {
    assertThat(tried(of(TRANSIT, AWS_ELSEWHERE, "passphrase:"), Map.of()))
        .containsExactly("passphrase:");
  }

  @Test
  void nothingElse_isRefused_andTheMessageSaysWhatToDo() {
    assertThatThrownBy(() -> of(TRANSIT, AWS_ELSEWHERE))
        .isInstanceOf(VaultException.KeyUnavailable.class)
        .hasMessageContaining("--unlock")
        .hasMessageContaining("aws-kms://");
  }

  @Test
  void pinOfOneToken_isShownToNoOther() {
    String annex = TOKEN.replace("clinic", "annex");
    assertThatThrownBy(() -> tried(of(TOKEN, annex), Map.of(Asks.PIN, PIN)))
        .isInstanceOf(VaultException.InvalidInput.class)
        .hasMessageContaining("--unlock")
        .hasMessageContaining(annex);
    assertThat(tried(of(TOKEN, annex), Map.of())).as("asked for each").hasSize(2);
    assertThat(tried(of(TOKEN, TOKEN.replace("=kek", "=kek2")), Map.of(Asks.PIN, PIN))).hasSize(2);
  }

  @Test
  void staleSlot_isNotAskedFor_andWhoGivesItsSecretIsTold() {
    StoredProtectors stored =
        new StoredProtectors(List.of(slot("passphrase:", "stale"), slot(TOKEN, "active")));
    Person person = new Person(Map.of());

    assertThat(stored.unlocks(person)).hasSize(1);
    assertThat(person.questions).containsExactly("PIN for " + TOKEN);
    assertThat(tried(stored, Map.of(Asks.PIN, PIN))).containsExactly(TOKEN);
    assertThatThrownBy(() -> tried(stored, Map.of(Asks.SECRET, SECRET)))
        .isInstanceOf(VaultException.KeyUnavailable.class)
        .hasMessageContaining("stale")
        .hasMessageContaining("passphrase:");
  }

  @Test
  void aKindThatNobodyKnows_isTriedWithTheSecret() {
    assertThat(tried(of("sealing-wax:red"), Map.of())).containsExactly("sealing-wax:red");
  }
}

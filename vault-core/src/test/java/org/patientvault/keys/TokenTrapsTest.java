package org.patientvault.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultException.KeyUnavailable;
import org.patientvault.model.VaultException.KeyUnavailable.Reason;
import org.patientvault.tokens.SoftHsm;
import org.patientvault.tokens.TestToken;

/** What went wrong with other products on real modules, each once, on SoftHSM. */
@Tag("once")
class TokenTrapsTest {
  private static final byte[] KEYSET = new byte[100];
  private static final byte[] CONTEXT = {1, 2, 3};

  private final ProtectorProvider provider = new Pkcs11Provider();
  private final SoftHsm token = SoftHsm.make();

  private static Unlock unlock(String uri) {
    return new Unlock(new ProtectorUri(uri), TestToken.PIN::toCharArray);
  }

  private Unlock kek() {
    return unlock(token.uri("kek"));
  }

  private static void assertReason(Reason reason, Runnable work, String... words) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(
            KeyUnavailable.class,
            e -> {
              assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason);
              assertThat(e).hasMessageNotContaining(TestToken.PIN);
              for (String word : words) {
                assertThat(e).hasMessageContaining(word);
              }
            });
  }

  @Test
  void duplicateLabels_areAmbiguous_untilOneIsNamedById() {
    token.pkcs11Tool(
        "--keygen",
        "--key-type",
        "AES:32",
        "--label",
        "twin",
        "--id",
        "a1",
        "--private",
        "--sensitive");
    token.pkcs11Tool(
        "--keygen",
        "--key-type",
        "AES:32",
        "--label",
        "twin",
        "--id",
        "a2",
        "--private",
        "--sensitive");

    assertReason(
        Reason.AMBIGUOUS, () -> provider.create(unlock(token.uri("twin"))), "2 keys", "id=");
    provider.create(unlock(token.uri("twin", "id=%a2"))).close();
  }

  @Test
  void anyOtherDuplicateOnTheToken_doesNotMatter() {
    provider.create(kek()).close();
    token.pkcs11Tool("--keygen", "--key-type", "AES:32", "--label", "other", "--private");
    token.pkcs11Tool("--keygen", "--key-type", "AES:32", "--label", "other", "--private");

    provider.create(kek()).close();
  }

  @Test
  void extractableKey_isUnsafe() {
    token.pkcs11Tool(
        "--keygen",
        "--key-type",
        "AES:32",
        "--label",
        "loose",
        "--private",
        "--sensitive",
        "--extractable");

    assertReason(Reason.UNSAFE, () -> provider.create(unlock(token.uri("loose"))), "taken out");
  }

  @Test
  void publicKeyObject_thatWorksWithoutALogin_isUnsafe() {
    token.pkcs11Tool("--keygen", "--key-type", "AES:32", "--label", "open", "--sensitive");

    assertReason(
        Reason.UNSAFE, () -> provider.create(unlock(token.uri("open"))), "without a login");
  }

  @Test
  void importedKey_isUnsafe(@TempDir Path folder) throws Exception {
    Path key = Files.write(folder.resolve("key"), new byte[32]);
    token.pkcs11Tool(
        "--write-object",
        key.toString(),
        "--type",
        "secrkey",
        "--key-type",
        "AES:32",
        "--label",
        "brought",
        "--private",
        "--sensitive");

    assertReason(Reason.UNSAFE, () -> provider.create(unlock(token.uri("brought"))), "brought in");
  }

  @Test
  void shortKey_isUnsafe() {
    token.pkcs11Tool(
        "--keygen", "--key-type", "AES:16", "--label", "short", "--private", "--sensitive");

    assertReason(Reason.UNSAFE, () -> provider.create(unlock(token.uri("short"))), "AES-256");
  }

  @Test
  void anotherTokenOfTheSameLabel_isNamed_beforeThePinIsPresented() {
    KeyProtector made = provider.create(kek());
    made.close();
    token.destroy();
    SoftHsm other = SoftHsm.make(token.label());
    provider.create(unlock(other.uri("kek"))).close();
    AtomicInteger presented = new AtomicInteger();
    Unlock watched =
        new Unlock(
            kek().uri(),
            () -> {
              presented.incrementAndGet();
              return "1234-wrong".toCharArray();
            });

    assertReason(
        Reason.NOT_THERE,
        () -> provider.open(watched, made.parameters()),
        "another one of that label",
        "serial number");
  }

  @Test
  void twoTokensOfOneLabel_areAmbiguous_untilOneIsNamedBySerial() {
    SoftHsm twin = SoftHsm.make(token.label());
    try {
      assertReason(Reason.AMBIGUOUS, () -> provider.create(kek()), "2 tokens", "serial=");
    } finally {
      twin.destroy();
    }
  }

  @Test
  void sameTokenWithAnotherKeyOfThatName_isNamed() {
    KeyProtector made = provider.create(kek());
    byte[] wrapped = made.wrap(KEYSET, CONTEXT);
    made.close();
    token.pkcs11Tool("--delete-object", "--type", "secrkey", "--label", "kek");
    provider.create(kek()).close();

    try (KeyProtector opened = provider.open(kek(), made.parameters())) {
      assertReason(
          Reason.WRONG_SECRET, () -> opened.unwrap(wrapped, CONTEXT), "another key of that name");
    }
  }

  @Test
  void keyDeletedMeanwhile_isNotThere_andNoOldHandleIsUsed() {
    try (KeyProtector made = provider.create(kek())) {
      byte[] wrapped = made.wrap(KEYSET, CONTEXT);
      token.pkcs11Tool("--delete-object", "--type", "secrkey", "--label", "kek");

      assertReason(Reason.NOT_THERE, () -> made.unwrap(wrapped, CONTEXT), "no key");
    }
  }

  @Test
  void keyMadeByAnotherProcess_isSeenAtOnce() {
    provider.create(kek()).close();
    token.pkcs11Tool(
        "--keygen", "--key-type", "AES:32", "--label", "later", "--private", "--sensitive");

    provider.create(unlock(token.uri("later"))).close();
  }

  @Test
  void tokenMadeByAnotherProcess_isSeenWithoutARestart() {
    provider.create(kek()).close();
    SoftHsm later = SoftHsm.make();

    provider.create(unlock(later.uri("kek"))).close();
  }

  @Test
  void unpluggedToken_isOutOfReach_andComesBackWithoutARestart() {
    try (KeyProtector made = provider.create(kek())) {
      byte[] wrapped = made.wrap(KEYSET, CONTEXT);
      for (int i = 0; i < 3; i++) {
        token.unplug();
        assertReason(Reason.OUT_OF_REACH, () -> made.unwrap(wrapped, CONTEXT), "plugged in");
        assertReason(Reason.OUT_OF_REACH, () -> made.wrap(KEYSET, CONTEXT));
        token.plugIn();
        assertThat(made.unwrap(wrapped, CONTEXT)).isEqualTo(KEYSET);
      }
    }
  }

  @Test
  void unpluggedToken_isNotThere_forWhoComesNew() {
    KeyProtector made = provider.create(kek());
    made.close();
    token.unplug();
    assertReason(Reason.NOT_THERE, () -> provider.open(kek(), made.parameters()), "no token");
    token.plugIn();
    provider.open(kek(), made.parameters()).close();
  }

  @Test
  void startingTheModuleAgain_forOneToken_leavesTheOthersWorking() {
    SoftHsm neighbour = SoftHsm.make();
    try (KeyProtector one = provider.create(kek());
        KeyProtector other = provider.create(unlock(neighbour.uri("kek")))) {
      byte[] wrapped = other.wrap(KEYSET, CONTEXT);
      token.unplug();
      assertReason(Reason.OUT_OF_REACH, () -> one.wrap(KEYSET, CONTEXT));

      assertThat(other.unwrap(wrapped, CONTEXT)).isEqualTo(KEYSET);
      token.plugIn();
      assertThat(one.wrap(KEYSET, CONTEXT)).isNotEmpty();
    }
  }

  @Test
  void threadsAtWork_whileTheTokenComesAndGoes_areToldSo_andGoOn() throws Exception {
    try (KeyProtector made = provider.create(kek())) {
      byte[] wrapped = made.wrap(KEYSET, CONTEXT);
      AtomicBoolean working = new AtomicBoolean(true);
      Callable<Integer> work =
          () -> {
            int opened = 0;
            while (working.get()) {
              try {
                assertThat(made.unwrap(wrapped, CONTEXT)).isEqualTo(KEYSET);
                opened++;
              } catch (KeyUnavailable e) {
                assertThat(e.reason()).as(e.getMessage()).isEqualTo(Reason.OUT_OF_REACH);
              }
            }
            return opened;
          };
      ExecutorService threads = Executors.newFixedThreadPool(8);
      try {
        List<Future<Integer>> all =
            IntStream.range(0, 8).mapToObj(i -> threads.submit(work)).toList();
        for (int i = 0; i < 5; i++) {
          token.unplug();
          assertReason(Reason.OUT_OF_REACH, () -> made.unwrap(wrapped, CONTEXT));
          token.plugIn();
          assertThat(made.unwrap(wrapped, CONTEXT)).isEqualTo(KEYSET);
        }
        working.set(false);
        for (Future<Integer> each : all) {
          assertThat(each.get(60, TimeUnit.SECONDS)).isPositive();
        }
      } finally {
        working.set(false);
        threads.shutdown();
      }
    }
  }

  @Test
  void tokenWithoutAUserPin_isNotThere() {
    SoftHsm unfinished = SoftHsm.makeWithoutPin();

    assertReason(
        Reason.NOT_THERE, () -> provider.create(unlock(unfinished.uri("kek"))), "no user PIN");
  }

  @Test
  void unnamedToken_isNotThere() {
    String nobody = "pkcs11:token=nobody;object=kek?module-path=" + token.module();

    assertReason(Reason.NOT_THERE, () -> provider.create(unlock(nobody)), "no token");
  }

  @Test
  void wrongPin_whileSunPkcs11IsLoggedIn_isNotTakenForRight() throws Exception {
    provider.create(kek()).close();
    String slot =
        TokenModule.at(token.module().toRealPath()).tokens().stream()
            .filter(each -> each.label().equals(token.label()))
            .map(each -> Long.toString(each.slot()))
            .findFirst()
            .orElseThrow();
    Provider sun =
        Security.getProvider("SunPKCS11")
            .configure("--name = trap\nlibrary = " + token.module() + "\nslot = " + slot + "\n");
    KeyStore.getInstance("PKCS11", sun).load(null, TestToken.PIN.toCharArray());
    Unlock wrong = new Unlock(kek().uri(), "4321-wrong"::toCharArray);

    assertReason(Reason.WRONG_SECRET, () -> provider.create(wrong), "cannot be checked");
  }

  @Test
  void pinFile_isReadWithoutItsLineEnd(@TempDir Path folder) throws Exception {
    Path pin = Files.writeString(folder.resolve("pin"), TestToken.PIN + "\n");
    Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("rw-------"));
    Unlock unlock =
        new Unlock(
            new ProtectorUri(token.uri("kek") + "&pin-source=file:" + pin),
            () -> {
              throw new AssertionError("nobody is to be asked");
            });

    provider.create(unlock).close();
  }

  @Test
  void pinFile_thatOthersMayRead_isUnsafe(@TempDir Path folder) throws Exception {
    Path pin = Files.writeString(folder.resolve("pin"), TestToken.PIN);
    Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("rw-r--r--"));

    assertReason(
        Reason.UNSAFE,
        () -> provider.create(unlock(token.uri("kek") + "&pin-source=file:" + pin)),
        "chmod 400");
  }

  @Test
  void wrongPinFile_isPresentedAgainOnlyWhenItChanged(@TempDir Path folder) throws Exception {
    provider.create(kek()).close();
    Path pin = Files.writeString(folder.resolve("pin"), "4321-wrong");
    Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("rw-------"));
    Unlock unlock = unlock(token.uri("kek") + "&pin-source=file:" + pin);

    assertReason(Reason.WRONG_SECRET, () -> provider.create(unlock), "CKR_PIN_INCORRECT");
    assertReason(Reason.WRONG_SECRET, () -> provider.create(unlock), "not presented again");
    Files.setLastModifiedTime(pin, FileTime.fromMillis(1_000_000));
    assertReason(Reason.WRONG_SECRET, () -> provider.create(unlock), "CKR_PIN_INCORRECT");
    Files.writeString(pin, TestToken.PIN);
    provider.create(unlock).close();
  }

  @Test
  void pinSourceThatIsNotThere_isNotThere() {
    assertReason(
        Reason.NOT_THERE,
        () -> provider.create(unlock(token.uri("kek") + "&pin-source=file:/nowhere/pin")),
        "/nowhere/pin");
  }

  @Test
  void rsaKey_onATokenThatKnowsOaepWithSha1Alone_isRefusedWhenItIsMade() {
    assertThatThrownBy(() -> provider.create(unlock(token.uri("rsa", "type=private"))))
        .isInstanceOf(KeyUnavailable.class);
  }

  @Test
  void library_printsNothing() {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      provider.create(kek()).close();
      assertReason(
          Reason.WRONG_SECRET,
          () -> provider.create(new Unlock(kek().uri(), "4321-wrong"::toCharArray)));
    } finally {
      System.setOut(before);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void twoKeysOnOneToken_areKeptApart_andOneOutlivesTheOther() {
    KeyProtector one = provider.create(kek());
    try (KeyProtector other = provider.create(unlock(token.uri("kek-2")))) {
      byte[] wrapped = one.wrap(KEYSET, CONTEXT);
      assertReason(Reason.WRONG_SECRET, () -> other.unwrap(wrapped, CONTEXT));
      one.close();
      assertThat(other.unwrap(other.wrap(KEYSET, CONTEXT), CONTEXT)).isEqualTo(KEYSET);
    }
  }

  @Test
  void slotOfAnotherType_isRefused() {
    KeyProtector made = provider.create(kek());
    made.close();

    assertThatThrownBy(
            () -> provider.open(unlock(token.uri("kek", "type=private")), made.parameters()))
        .isInstanceOf(VaultException.InvalidInput.class)
        .hasMessageContaining("another type");
  }
}

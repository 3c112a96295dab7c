package org.patientvault.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.keys.cloud.Limits;
import org.patientvault.keys.stubs.StubService;
import org.patientvault.keys.stubs.StubService.KeyState;
import org.patientvault.keys.stubs.StubService.Reply;
import org.patientvault.keys.stubs.UntrustedServer;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultException.KeyUnavailable;
import org.patientvault.model.VaultException.KeyUnavailable.Reason;

/** What every protector with its key in a key service keeps; its test plugs in service and key. */
abstract class CloudContract extends ProtectorContract {
  private static final byte[] CONTEXT = "PVsl1 context".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] KEYSET =
      "a keyset that no message may hold".getBytes(StandardCharsets.US_ASCII);

  /** Short, so that giving up is quick; an honest answer takes a few milliseconds. */
  static final Limits QUICK =
      new Limits(Duration.ofMillis(1_500), Duration.ofMillis(700), 4, Duration.ofMillis(20));

  abstract StubService service();

  /** With the service's limits shortened. */
  @Override
  abstract ProtectorProvider provider();

  /** The second key of the service, for the same asker. */
  abstract Unlock otherKey();

  /** A key that the service never had. */
  abstract Unlock unknownKey();

  /** What must be in no message: tokens, secret keys. */
  abstract List<String> secrets();

  /** The right key at another server, by {@code scheme} http or https. */
  abstract Unlock at(String scheme, String server);

  @AfterEach
  void stop() {
    service().close();
  }

  private KeyProtector create() {
    return provider().create(right());
  }

  private void assertUnavailable(Reason reason, ThrowingCallable call) {
    KeyUnavailable thrown = catchThrowableOfType(KeyUnavailable.class, call);
    assertThat(thrown).isNotNull();
    assertThat(thrown.reason()).as(thrown.getMessage()).isEqualTo(reason);
    assertThat(everythingOf(thrown))
        .doesNotContain(secrets())
        .doesNotContain(new String(KEYSET, StandardCharsets.US_ASCII))
        .doesNotContain(Base64.getEncoder().encodeToString(KEYSET));
  }

  /** The messages of the causes too. */
  private static String everythingOf(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void throttled_thenAnswers() {
    try (KeyProtector protector = create()) {
      byte[] wrapped = protector.wrap(KEYSET, CONTEXT);
      service().next(2, service().throttled());

      assertThat(protector.unwrap(wrapped, CONTEXT)).isEqualTo(KEYSET);
    }
  }

  @Test
  void brokenServer_thenAnswers() {
    try (KeyProtector protector = create()) {
      byte[] wrapped = protector.wrap(KEYSET, CONTEXT);
      service().next(1, Reply.of(500, "{}".getBytes(StandardCharsets.US_ASCII)));
      service().next(1, Reply.of(503, "busy".getBytes(StandardCharsets.US_ASCII)));

      assertThat(protector.unwrap(wrapped, CONTEXT)).isEqualTo(KEYSET);
    }
  }

  @Test
  void throttled_forever_isOutOfReachWithinTheLimit() {
    try (KeyProtector protector = create()) {
      byte[] wrapped = protector.wrap(KEYSET, CONTEXT);
      service().always(service().throttled());
      int before = service().requests();

      assertWithinTheLimit(
          () -> assertUnavailable(Reason.OUT_OF_REACH, () -> protector.unwrap(wrapped, CONTEXT)));
      assertThat(service().requests() - before).isBetween(2, QUICK.attempts());
    }
  }

  @Test
  void silentServer_isOutOfReachWithinTheLimit() {
    try (KeyProtector protector = create()) {
      byte[] wrapped = protector.wrap(KEYSET, CONTEXT);
      service().fallSilent();

      assertWithinTheLimit(
          () -> assertUnavailable(Reason.OUT_OF_REACH, () -> protector.unwrap(wrapped, CONTEXT)));
    }
  }

  private static void assertWithinTheLimit(Runnable work) {
    long start = System.nanoTime();
    work.run();
    Duration taken = Duration.ofNanos(System.nanoTime() - start);
    // A second more for a busy machine.
    assertThat(taken).isLessThan(QUICK.total().plusSeconds(1));
  }

  @Test
  void serverThatIsGone_isOutOfReach() {
    try (KeyProtector protector = create()) {
      byte[] wrapped = protector.wrap(KEYSET, CONTEXT);
      service().close();

      assertUnavailable(Reason.OUT_OF_REACH, () -> protector.unwrap(wrapped, CONTEXT));
    }
  }

  @Test
  void disabledKey() {
    try (KeyProtector protector = create()) {
      byte[] wrapped = protector.wrap(KEYSET, CONTEXT);
      service().state = KeyState.DISABLED;

      assertUnavailable(Reason.DISABLED, () -> protector.unwrap(wrapped, CONTEXT));
    }
  }

  @Test
  void keyOnItsWayToBeDestroyed() {
    try (KeyProtector protector = create()) {
      byte[] wrapped = protector.wrap(KEYSET, CONTEXT);
      service().state = KeyState.PENDING_DELETION;

      assertUnavailable(Reason.DISABLED, () -> protector.unwrap(wrapped, CONTEXT));
    }
  }

  @Test
  void deletedKey() {
    try (KeyProtector protector = create()) {
      byte[] wrapped = protector.wrap(KEYSET, CONTEXT);
      service().state = KeyState.DELETED;

      assertUnavailable(Reason.NOT_THERE, () -> protector.unwrap(wrapped, CONTEXT));
      assertUnavailable(Reason.NOT_THERE, this::create);
    }
  }

  @Test
  void create_onAKeyThatIsNotThere_makesNone() {
    assertUnavailable(Reason.NOT_THERE, () -> provider().create(unknownKey()));
    assertUnavailable(Reason.NOT_THERE, () -> provider().create(unknownKey()));
  }

  @Test
  void wrongContext() {
    try (KeyProtector protector = create()) {
      byte[] wrapped = protector.wrap(KEYSET, CONTEXT);

      assertUnavailable(Reason.WRONG_SECRET, () -> protector.unwrap(wrapped, new byte[] {1}));
    }
  }

  @Test
  void create_withAServiceThatIgnoresTheContext_isUnsafe() {
    service().ignoresContext = true;

    assertUnavailable(Reason.UNSAFE, this::create);
  }

  @Test
  void changedBlob() {
    try (KeyProtector protector = create()) {
      byte[] wrapped = protector.wrap(KEYSET, CONTEXT);
      wrapped[wrapped.length - 1] ^= 1;

      assertUnavailable(Reason.WRONG_SECRET, () -> protector.unwrap(wrapped, CONTEXT));
    }
  }

  @Test
  void blobOfAnotherKey() {
    try (KeyProtector protector = create();
        KeyProtector other = provider().create(otherKey())) {
      byte[] wrapped = other.wrap(KEYSET, CONTEXT);

      assertUnavailable(Reason.WRONG_SECRET, () -> protector.unwrap(wrapped, CONTEXT));
    }
  }

  @Test
  void open_ofASlotOfAnotherKey_isRefusedWithoutAsking() {
    try (KeyProtector protector = create()) {
      Bytes parameters = protector.parameters();
      int before = service().requests();

      assertUnavailable(Reason.NOT_THERE, () -> provider().open(otherKey(), parameters));
      assertThat(service().requests()).isEqualTo(before);
    }
  }

  @Test
  void expiredCredentials() {
    try (KeyProtector protector = create()) {
      byte[] wrapped = protector.wrap(KEYSET, CONTEXT);
      service().expireCredentials();

      assertUnavailable(Reason.WRONG_SECRET, () -> protector.unwrap(wrapped, CONTEXT));
    }
  }

  @Test
  void redirect_isNotFollowed() {
    try (KeyProtector protector = create();
        StubService elsewhere = new CountingStub()) {
      byte[] wrapped = protector.wrap(KEYSET, CONTEXT);
      for (int status : new int[] {301, 302, 303, 307, 308}) {
        service().always(Reply.redirect(status, elsewhere.endpoint() + "/v1/"));

        assertUnavailable(Reason.OTHER, () -> protector.unwrap(wrapped, CONTEXT));
      }
      assertThat(elsewhere.requests()).isZero();
    }
  }

  @Test
  void answerWithoutEnd_isRefused() {
    try (KeyProtector protector = create()) {
      byte[] wrapped = protector.wrap(KEYSET, CONTEXT);
      byte[] large =
          ("{\"Plaintext\":\"" + "A".repeat(1 << 20) + "\"}").getBytes(StandardCharsets.US_ASCII);
      int before = service().requests();
      service().always(Reply.of(200, large));

      assertUnavailable(Reason.OTHER, () -> protector.unwrap(wrapped, CONTEXT));
      assertThat(service().requests() - before).as("asked once").isEqualTo(1);
    }
  }

  @Test
  void malformedAnswer_isRefused_andNotRepeatedInMessages() {
    try (KeyProtector protector = create()) {
      byte[] wrapped = protector.wrap(KEYSET, CONTEXT);
      String keyset = new String(KEYSET, StandardCharsets.US_ASCII);
      for (String answer :
          List.of(
              "",
              "null",
              "[]",
              "{",
              "{}",
              "<html>" + keyset,
              keyset,
              "{\"data\":{}}",
              "{\"Plaintext\":5}",
              "{\"data\":{\"plaintext\":\"" + keyset + "\"}}")) {
        for (int status : new int[] {200, 400, 404, 418}) {
          service().always(Reply.of(status, answer.getBytes(StandardCharsets.UTF_8)));
          KeyUnavailable thrown =
              catchThrowableOfType(KeyUnavailable.class, () -> protector.unwrap(wrapped, CONTEXT));
          assertThat(thrown).as("%d %s", status, answer).isNotNull();
          assertThat(everythingOf(thrown)).doesNotContain(keyset);
        }
      }
    }
  }

  @Test
  void plainHttpToAnotherHost_isRefused() {
    for (String host : List.of("example.org", "localhost", "127.0.0.1.example.org", "10.0.0.1")) {
      assertThatThrownBy(() -> provider().create(at("http", host)))
          .as(host)
          .isInstanceOf(VaultException.InvalidInput.class);
    }
  }

  @Test
  void untrustedCertificate_isRefused_andNothingIsSent(@TempDir Path folder) throws Exception {
    try (UntrustedServer server = new UntrustedServer(folder)) {
      Unlock unlock = at("https", "127.0.0.1:" + server.port());
      KeyUnavailable thrown =
          catchThrowableOfType(KeyUnavailable.class, () -> provider().create(unlock));

      assertThat(thrown).hasMessageContaining("certificate");
      assertThat(thrown.reason()).isEqualTo(Reason.OTHER);
      assertThat(server.requests()).isZero();
    }
  }

  @Test
  void wrap_ofMoreThanTheServiceTakes_isRefusedBeforeItIsSent() {
    try (KeyProtector protector = create()) {
      int before = service().requests();

      assertThatThrownBy(() -> protector.wrap(new byte[4_097], CONTEXT))
          .isInstanceOf(VaultException.LimitExceeded.class);
      assertThat(service().requests()).isEqualTo(before);
      assertThat(protector.unwrap(protector.wrap(new byte[4_096], CONTEXT), CONTEXT))
          .isEqualTo(new byte[4_096]);
    }
  }

  @Test
  void parameters_ofAnotherVersionOrForm_areRefused() {
    assertThatThrownBy(() -> provider().open(right(), Bytes.of(new byte[] {2, 'a'})))
        .isInstanceOf(VaultException.UnsupportedFormat.class);
    for (byte[] parameters : new byte[][] {{}, {1}, {1, ' '}, {1, (byte) 0xE9}, new byte[3_000]}) {
      assertThatThrownBy(() -> provider().open(right(), Bytes.of(parameters)))
          .isInstanceOf(VaultException.class);
    }
  }

  @Test
  void eightThreads_wrapAndUnwrapWithOneProtector() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (KeyProtector protector = create()) {
      List<Callable<Boolean>> work =
          IntStream.range(0, 64)
              .mapToObj(
                  i ->
                      (Callable<Boolean>)
                          () -> {
                            byte[] keyset = {(byte) i, 1, 2};
                            byte[] wrapped = protector.wrap(keyset, CONTEXT);
                            return Arrays.equals(protector.unwrap(wrapped, CONTEXT), keyset);
                          })
              .toList();
      for (Future<Boolean> done : threads.invokeAll(work)) {
        assertThat(done.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** One that answers anything, and counts. */
  private static final class CountingStub extends StubService {
    @Override
    protected Reply answer(HttpExchange exchange, byte[] body) {
      return Reply.of(200, "{}".getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public Reply throttled() {
      return Reply.of(429, new byte[0]);
    }

    @Override
    public void expireCredentials() {
      state = KeyState.DISABLED;
    }
  }
}

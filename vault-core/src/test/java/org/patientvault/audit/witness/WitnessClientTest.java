package org.patientvault.audit.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.patientvault.audit.Cosignature;
import org.patientvault.audit.VerifierKey;
import org.patientvault.audit.WitnessedLog;
import org.patientvault.model.VaultException;

/** Asking over HTTP: honest witnesses, and others. */
class WitnessClientTest {
  private static final int SIZE = 40;

  private final WitnessedLog log = new WitnessedLog(SIZE);
  private final WitnessKeys keys = WitnessKeys.of("example.com/w1", WitnessKeys.generate());
  private final WitnessClient client = new WitnessClient(Duration.ofSeconds(5));
  private final AtomicInteger asked = new AtomicInteger();

  @TempDir Path folder;
  private HttpServer server;
  private Witness witness;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    witness = Witness.open(folder, keys, List.of(log.policy()), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    client.close();
    server.stop(0);
  }

  private void answering(String path, int status, String type, byte[] body) {
    server.createContext(
        path,
        exchange -> {
          asked.incrementAndGet();
          send(exchange, status, type, body);
        });
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private void honest() {
    server.createContext(
        "/add-checkpoint",
        exchange -> {
          asked.incrementAndGet();
          WitnessAnswer answer = witness.add(exchange.getRequestBody().readAllBytes());
          send(exchange, answer.status(), answer.contentType(), answer.body().toArray());
        });
  }

  private URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private Told ask(int size, long oldSize) {
    return ask(client, size, oldSize, List.of(keys.mlDsa44()));
  }

  private Told ask(WitnessClient by, int size, long oldSize, List<VerifierKey> trusted) {
    return new Asking(by.to(address()), old -> log.growth(old, size), log.head(size), trusted)
        .from(oldSize);
  }

  private static String failed(Told told) {
    assertThat(told).isInstanceOf(Told.Failed.class);
    return ((Told.Failed) told).why();
  }

  @Test
  void honestWitness_cosignsWhatTheRightOldSizeOrItsOwnAnswerBrings() {
    honest();
    Told first = ask(10, 0);
    assertThat(((Told.Cosigned) first).lines())
        .extracting(Cosignature::key)
        .containsExactly(keys.mlDsa44());
    assertThat(ask(20, 10)).isInstanceOf(Told.Cosigned.class);
    assertThat(asked).hasValue(2);
    assertThat(ask(30, 0)).isInstanceOf(Told.Cosigned.class);
    assertThat(ask(30, 7)).isInstanceOf(Told.Cosigned.class);
    assertThat(ask(30, 35)).isInstanceOf(Told.Cosigned.class);
    assertThat(asked).hasValue(8);
  }

  @Test
  void witnessThatSawMore_saysThatWeWentBack() {
    honest();
    ask(30, 0);
    assertThat(ask(20, 20)).isEqualTo(new Told.WentBack(30));
  }

  @Test
  void witnessThatSawAnotherHistory_contradicts() {
    witness.add(log.forkedRequest(0, 20).encode());
    honest();
    assertThat(ask(30, 10)).isEqualTo(new Told.Contradicted(20));
    assertThat(ask(30, 20)).isEqualTo(new Told.Contradicted(20));
  }

  @Test
  void otherKeys_countForNothing() {
    honest();
    WitnessKeys others = WitnessKeys.of("example.com/w2", WitnessKeys.generate());
    assertThat(failed(ask(client, 10, 0, List.of(others.mlDsa44())))).contains("other keys");
  }

  @Test
  void forgedLineOfATrustedKey_isRefused() {
    WitnessKeys impostor = WitnessKeys.of("example.com/w1", WitnessKeys.generate());
    String line =
        new String(
            impostor.cosign(log.head(10), 1).get(0).line().toArray(), StandardCharsets.UTF_8);
    String[] words = line.split(" ");
    byte[] signature = java.util.Base64.getDecoder().decode(words[2].strip());
    byte[] id = java.util.HexFormat.of().parseHex(keys.mlDsa44().keyIdHex());
    System.arraycopy(id, 0, signature, 0, 4);
    words[2] = java.util.Base64.getEncoder().encodeToString(signature) + "\n";
    answering(
        "/add-checkpoint",
        200,
        "text/plain",
        String.join(" ", words).getBytes(StandardCharsets.UTF_8));
    assertThat(failed(ask(10, 0))).contains("did not make");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hello\n", "— example.com/w1 AAAAAAA=\n\n", "\u0000\n"})
  void garbage_isAFailure(String body) {
    answering("/add-checkpoint", 200, "text/plain", body.getBytes(StandardCharsets.UTF_8));
    assertThat(ask(10, 0)).isInstanceOf(Told.Failed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12", "+12\n", "012\n", "12\n\n", "0\n", "99999999999999999999\n"})
  void conflictWithoutASizeThatHelps_isAFailure(String body) {
    answering("/add-checkpoint", 409, "text/x.tlog.size", body.getBytes(StandardCharsets.UTF_8));
    assertThat(ask(10, 0)).isInstanceOf(Told.Failed.class);
    assertThat(asked).hasValue(1);
  }

  @Test
  void conflictOfAnotherType_saysNothing() {
    answering("/add-checkpoint", 409, "text/html", "99\n".getBytes(StandardCharsets.UTF_8));
    assertThat(ask(10, 0)).isInstanceOf(Told.Failed.class);
  }

  @Test
  void conflictAgainAndAgain_isAskedTwice() {
    answering("/add-checkpoint", 409, "text/x.tlog.size", "5\n".getBytes(StandardCharsets.UTF_8));
    assertThat(ask(10, 0)).isInstanceOf(Told.Failed.class);
    assertThat(asked).hasValue(2);
  }

  @Test
  void tooLong_isCutOff() {
    answering("/add-checkpoint", 200, "text/plain", new byte[8 << 20]);
    assertThat(failed(ask(10, 0))).contains("answers wrongly: TooLong");
  }

  @Test
  void redirect_isNotFollowed() {
    answering("/elsewhere", 200, "text/plain", new byte[1]);
    server.createContext(
        "/add-checkpoint",
        exchange -> {
          exchange.getResponseHeaders().set("Location", address() + "/elsewhere");
          send(exchange, 307, "text/plain", new byte[1]);
        });
    assertThat(failed(ask(10, 0))).contains("status 307");
    assertThat(asked).hasValue(0);
  }

  @Test
  void silence_isWaitedForABoundedTime() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        WitnessClient hasty = new WitnessClient(Duration.ofMillis(300))) {
      Asking.Way way = hasty.to(URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/w/"));
      long before = System.nanoTime();
      Told told = new Asking(way, old -> List.of(), log.head(10), List.of(keys.mlDsa44())).from(0);
      assertThat(told).isInstanceOf(Told.Failed.class);
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
    }
  }

  /** The head comes, and then a body that never ends. */
  @Test
  void dribble_isWaitedForABoundedTime() {
    server.createContext(
        "/add-checkpoint",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write('x');
          exchange.getResponseBody().flush();
        });
    try (WitnessClient hasty = new WitnessClient(Duration.ofMillis(500))) {
      assertThat(failed(ask(hasty, 10, 0, List.of(keys.mlDsa44())))).contains("did not answer");
    }
  }

  @Test
  void nobodyThere_isAFailure() {
    int port = server.getAddress().getPort();
    server.stop(0);
    Asking.Way way = client.to(URI.create("http://127.0.0.1:" + port));
    assertThat(new Asking(way, old -> List.of(), log.head(10), List.of(keys.mlDsa44())).from(0))
        .isInstanceOf(Told.Failed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "witness.example.org",
        "file:///etc/passwd",
        "ftp://w.example/",
        "http:///x",
        "http://user:pw@w.example/",
        "http://w.example/?a=b",
        "http://w.example/#x",
        "http://w example/",
      })
  void addressesThatAreNone_areRefused(String text) {
    assertThatThrownBy(() -> WitnessClient.address(text))
        .isInstanceOf(VaultException.InvalidInput.class);
  }
}

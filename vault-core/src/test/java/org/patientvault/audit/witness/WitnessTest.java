package org.patientvault.audit.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.Checkpoint;
import org.patientvault.audit.Cosignature;
import org.patientvault.audit.MerkleFrontier;
import org.patientvault.audit.WitnessedLog;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/** What a witness signs, what it refuses, and that it remembers before it answers. */
class WitnessTest {
  private static final int SIZE = 70;
  private static final Instant NOW = Instant.parse("2026-01-15T09:00:00Z");

  private final WitnessedLog log = new WitnessedLog(SIZE);
  private final WitnessKeys keys = WitnessKeys.of("example.com/w1", WitnessKeys.generate());

  @TempDir Path folder;
  private Witness witness;

  @BeforeEach
  void open() {
    witness = another();
  }

  private Witness another() {
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    return Witness.open(folder, keys, List.of(log.policy()), clock);
  }

  private WitnessAnswer add(AddCheckpoint request) {
    return witness.add(request.encode());
  }

  private Path headFile() {
    return folder.resolve(Witness.logHash(WitnessedLog.ORIGIN) + ".head");
  }

  @Test
  void growth_isCosignedByBothKeys() {
    for (int[] step : new int[][] {{0, 3}, {3, 3}, {3, 40}, {40, SIZE}}) {
      WitnessAnswer answer = add(log.request(step[0], step[1]));
      assertThat(answer.status()).isEqualTo(200);
      Checkpoint head = log.head(step[1]);
      List<Cosignature> lines =
          Cosignature.verified(head, answer.body().toArray(), keys.publicKeys());
      assertThat(lines).extracting(Cosignature::key).isEqualTo(keys.publicKeys());
      assertThat(lines).extracting(Cosignature::unixSeconds).containsOnly(NOW.getEpochSecond());
    }
  }

  @Test
  void keptHead_isTheNoteItAnsweredFor() throws IOException {
    WitnessAnswer answer = add(log.request(0, 40));
    byte[] kept = Files.readAllBytes(headFile());
    assertThat(witness.newest(Witness.logHash(WitnessedLog.ORIGIN))).contains(kept);
    assertThat(new String(kept, StandardCharsets.UTF_8))
        .startsWith(WitnessedLog.ORIGIN + "\n40\n")
        .endsWith(answer.text());
    assertThat(log.policy().openOwn(kept).size()).isEqualTo(40);
    assertThat(witness.newest(Witness.logHash("another.example/log"))).isEmpty();
    assertThat(witness.newest("../witness.key")).isEmpty();
  }

  @Test
  void anotherOldSize_isToldTheOneThatIsKnown() {
    add(log.request(0, 40));
    for (WitnessAnswer answer : List.of(add(log.request(0, 50)), add(log.request(30, 50)))) {
      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.text()).isEqualTo("40\n");
      assertThat(answer.contentType()).isEqualTo("text/x.tlog.size");
    }
  }

  @Test
  void smallerTree_isNotCosigned() {
    add(log.request(0, 40));
    assertThat(add(log.request(10, 30)).status()).isEqualTo(409);
    AddCheckpoint backwards = new AddCheckpoint(40, List.of(), log.request(0, 30).note());
    assertThat(add(backwards).status()).isEqualTo(400);
    assertThat(add(log.request(40, 40)).status()).isEqualTo(200);
  }

  @Test
  void anotherHistory_isNotCosigned() {
    add(log.request(0, 40));
    assertThat(add(log.forkedRequest(40, 50)).status()).isEqualTo(422);
    assertThat(add(log.forkedRequest(40, 40)).status()).isEqualTo(422);
    AddCheckpoint proven =
        new AddCheckpoint(40, log.request(40, 50).proof(), log.forkedRequest(40, 50).note());
    assertThat(add(proven).status()).isEqualTo(422);
    assertThat(add(log.request(40, 50)).status()).isEqualTo(200);
  }

  @Test
  void proofFromNothing_isEmpty() {
    AddCheckpoint request = log.request(3, 40);
    assertThat(add(new AddCheckpoint(0, request.proof(), request.note())).status()).isEqualTo(422);
    assertThat(add(new AddCheckpoint(0, List.of(), request.note())).status()).isEqualTo(200);
    assertThat(add(new AddCheckpoint(40, List.of(), log.request(0, 50).note())).status())
        .isEqualTo(422);
  }

  @Test
  void emptyTree_hasItsOneRoot() {
    Bytes some = log.head(3).root();
    assertThat(add(new AddCheckpoint(0, List.of(), log.note(0, some))).status()).isEqualTo(422);
    Bytes none = new MerkleFrontier().root();
    assertThat(add(new AddCheckpoint(0, List.of(), log.note(0, none))).status()).isEqualTo(200);
    assertThat(add(log.request(0, 40)).status()).isEqualTo(200);
  }

  @Test
  void whatTheLogDidNotSign_isRefused() {
    String body = new String(log.request(0, 40).encode(), StandardCharsets.UTF_8);
    assertThat(witness.add(utf8(body.replace("\n40\n", "\n41\n"))).status()).isEqualTo(403);
    assertThat(add(new AddCheckpoint(0, List.of(), log.halfSigned(40))).status()).isEqualTo(403);
    assertThat(witness.add(utf8(body.replace("/2026\n40", "/2027\n40"))).status()).isEqualTo(404);
    assertThat(witness.add(utf8("old 0\nx\n\n")).status()).isEqualTo(400);
    assertThat(headFile()).doesNotExist();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Without the witness's keys nobody puts a head of his own, or of another log, in its place. */
  @Test
  void keptHeadThatIsNotItsOwn_isNotBuiltOn() throws IOException {
    add(log.request(0, 40));
    byte[] kept = Files.readAllBytes(headFile());
    Files.write(headFile(), log.request(0, 10).note().toArray());
    assertThatThrownBy(() -> add(log.request(10, 50)))
        .isInstanceOf(VaultException.Tampered.class)
        .hasMessageContaining("not one that it cosigned");
    Files.write(headFile(), new byte[0]);
    assertThatThrownBy(() -> add(log.request(0, 50))).isInstanceOf(VaultException.Tampered.class);
    Files.write(headFile(), kept);
    assertThat(add(log.request(40, 50)).status()).isEqualTo(200);
  }

  @Test
  void afterARestart_itRemembers() {
    add(log.request(0, 40));
    witness = another();
    assertThat(add(log.request(0, 50)).text()).isEqualTo("40\n");
    assertThat(add(log.request(40, 50)).status()).isEqualTo(200);
  }

  /** Half of them say what another witness object on the same folder would be asked. */
  @Test
  void manyAtOnceFromOneSize_areOneAfterTheOther() throws Exception {
    add(log.request(0, 3));
    Witness other = another();
    int threads = 64;
    CyclicBarrier together = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Future<WitnessAnswer>> answers = new ArrayList<>();
    try {
      for (int i = 0; i < threads; i++) {
        Witness asked = i % 2 == 0 ? witness : other;
        byte[] request = log.request(3, 4 + i).encode();
        answers.add(
            pool.submit(
                () -> {
                  together.await(1, TimeUnit.MINUTES);
                  return asked.add(request);
                }));
      }
      List<Long> won = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        WitnessAnswer answer = answers.get(i).get(1, TimeUnit.MINUTES);
        assertThat(answer.status()).isIn(200, 409);
        if (answer.status() == 200) {
          won.add(4L + i);
        }
      }
      assertThat(won).hasSize(1);
      byte[] kept = Files.readAllBytes(headFile());
      assertThat(log.policy().openOwn(kept).size()).isEqualTo(won.get(0));
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void logInTwoPolicies_isRefused() {
    assertThatThrownBy(
            () ->
                Witness.open(
                    folder,
                    keys,
                    List.of(log.policy(), log.policy()),
                    Clock.fixed(NOW, ZoneOffset.UTC)))
        .isInstanceOf(VaultException.InvalidInput.class);
  }
}

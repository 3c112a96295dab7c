package org.patientvault.audit.anchor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;
import org.patientvault.stamps.TestTsa;

/** An authority over HTTP: one that answers, and those that do not. */
class TimeStampServiceTest {
  private static final Instant TIME = Instant.parse("2026-01-15T09:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final byte[] QUERY =
      new TimeStampRequest(Bytes.of(new byte[] {1}), Bytes.of(new byte[8])).encoded();

  private final TestTsa tsa = new TestTsa();

  @Test
  void anAuthority_isAskedAndAnswers() {
    try (TestTsa.Server server = tsa.serve(TIME)) {
      TimeStamp stamp = TimeStamp.parse(TimeStampService.ask(server.address(), QUERY, PATIENCE));
      assertThat(stamp.claimedTime()).isEqualTo(TIME);
      assertThat(server.asked()).containsExactly(QUERY);
    }
  }

  @Test
  void anErrorPageOrARedirect_isNoAnswer() {
    for (int status : new int[] {200, 302, 500}) {
      try (TestTsa.Server server =
          new TestTsa.Server(query -> new byte[] {'x'}, status, "text/html")) {
        assertThatThrownBy(() -> TimeStampService.ask(server.address(), QUERY, PATIENCE))
            .isInstanceOf(VaultException.StorageFailed.class)
            .hasMessageContaining("status " + status);
      }
    }
  }

  @Test
  void anAnswerWithoutEnd_isCut() {
    try (TestTsa.Server server = new TestTsa.Server(query -> new byte[4 << 20])) {
      byte[] answer = TimeStampService.ask(server.address(), QUERY, PATIENCE);
      assertThat(answer).hasSize(TimeStamp.MAX_BYTES + 1);
    }
  }

  @Test
  void anAuthorityThatHangs_isNotWaitedForLonger() throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    try (TestTsa.Server server = new TestTsa.Server(query -> waited(over))) {
      assertThatThrownBy(
              () -> TimeStampService.ask(server.address(), QUERY, Duration.ofMillis(300)))
          .isInstanceOf(VaultException.StorageFailed.class)
          .hasMessageContaining("did not answer");
      over.countDown();
    }
  }

  private static byte[] waited(CountDownLatch over) {
    try {
      assertThat(over.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new byte[0];
  }

  @Test
  void nobodyThere_orNoHttp_isSaid() {
    TestTsa.Server server = tsa.serve(TIME);
    server.close();
    assertThatThrownBy(() -> TimeStampService.ask(server.address(), QUERY, PATIENCE))
        .isInstanceOf(VaultException.StorageFailed.class);
    assertThatThrownBy(() -> TimeStampService.ask(URI.create("ftp://x/"), QUERY, PATIENCE))
        .isInstanceOf(VaultException.InvalidInput.class);
  }
}

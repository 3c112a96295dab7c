package org.patientvault.audit.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.patientvault.model.VaultException;

/** The request's bytes: one spelling, and bounds. */
class AddCheckpointTest {
  private static final String HASH = "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n";

  private static AddCheckpoint parse(String body) {
    return AddCheckpoint.parse(body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void request_isReadAndWrittenBack() {
    String body = "old 7\n" + HASH + HASH + "\nlog.example/1\n9\nroot\n\nlines\n";
    AddCheckpoint request = parse(body);
    assertThat(request.oldSize()).isEqualTo(7);
    assertThat(request.proof()).hasSize(2);
    assertThat(request.claimedOrigin()).contains("log.example/1");
    assertThat(new String(request.encode(), StandardCharsets.UTF_8)).isEqualTo(body);
  }

  @Test
  void proof_hasUpTo63Lines() {
    assertThat(parse("old 1\n" + HASH.repeat(63) + "\nnote\n").proof()).hasSize(63);
    assertThatThrownBy(() -> parse("old 1\n" + HASH.repeat(64) + "\nnote\n"))
        .isInstanceOf(VaultException.InvalidInput.class)
        .hasMessageContaining("63 proof lines");
  }

  @Test
  void tooLong_isRefused() {
    assertThatThrownBy(() -> parse("old 0\n\n" + "x".repeat(64 * 1024 + 1)))
        .isInstanceOf(VaultException.InvalidInput.class);
    assertThatThrownBy(() -> AddCheckpoint.parse(new byte[AddCheckpoint.MAX_BYTES + 1]))
        .isInstanceOf(VaultException.InvalidInput.class);
    assertThatThrownBy(() -> parse("old " + "1".repeat(100_000)))
        .isInstanceOf(VaultException.InvalidInput.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "old 0",
        "old 0\n",
        "old  0\n\nnote\n",
        "old 00\n\nnote\n",
        "old +1\n\nnote\n",
        "old -1\n\nnote\n",
        "old 1 \n\nnote\n",
        "old 1\r\n\r\nnote\n",
        "old \u0661\n\nnote\n",
        "old 9999999999999999999\n\nnote\n",
        "OLD 1\n\nnote\n",
        "1\n\nnote\n",
        "old 1\nAAAA\n\nnote\n",
        "old 1\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw\n\nnote\n",
        "old 1\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkax=\n\nnote\n",
        "old 1\n PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n\nnote\n",
        "old 1\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=",
      })
  void otherSpellings_areRefused(String body) {
    assertThatThrownBy(() -> parse(body)).isInstanceOf(VaultException.InvalidInput.class);
  }
}

package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.patientvault.KeyOutage;
import org.patientvault.KeyPolicy;
import org.patientvault.NodeInfo;
import org.patientvault.VaultStatus;
import org.patientvault.audit.CanonicalJson;
import org.patientvault.audit.JsonValue;

/** What status and doctor say of a token or key service that is away. */
class KeyFindingsTest {
  private static final Instant SINCE = Instant.parse("2026-11-26T08:00:00.123Z");
  private static final Instant UNTIL = Instant.parse("2026-11-26T16:00:00.123Z");

  private static VaultStatus status(Optional<KeyOutage> outage, NodeInfo... nodes) {
    return new VaultStatus(
        "v",
        "o",
        2,
        0,
        0,
        1,
        1,
        5,
        5,
        Optional.empty(),
        outage,
        List.of(nodes),
        "",
        List.of(),
        KeyPolicy.defaults(),
        List.of());
  }

  private static KeyOutage outage(boolean dropped) {
    return new KeyOutage("00ff", "pkcs11:token=a", SINCE, UNTIL, dropped, "unplugged");
  }

  private static NodeInfo node(
      String name, boolean live, Optional<Instant> since, Optional<Instant> until) {
    return new NodeInfo(name, 1, SINCE, SINCE, live, since, until);
  }

  @Test
  void everyKeyInReach_isWellAndNoTrouble() {
    VaultStatus well =
        status(Optional.empty(), node("one", true, Optional.empty(), Optional.empty()));
    assertThat(KeyFindings.of(well)).extracting(Finding::level).containsExactly(Finding.Level.OK);
    assertThat(KeyFindings.troubles(well)).isEmpty();
  }

  @Test
  void outageHere_isAWarningWithBothTimes() {
    assertThat(KeyFindings.troubles(status(Optional.of(outage(false)))))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.level()).isEqualTo(Finding.Level.WARNING);
              assertThat(found.words())
                  .contains("pkcs11:token=a")
                  .contains("since 2026-11-26T08:00:00Z")
                  .contains("until 2026-11-26T16:00:00Z");
              assertThat(found.advice()).contains("do not restart");
            });
  }

  @Test
  void droppedKeys_areAProblem() {
    assertThat(KeyFindings.troubles(status(Optional.of(outage(true)))))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.level()).isEqualTo(Finding.Level.PROBLEM);
              assertThat(found.words()).contains("dropped").contains("refuses everything");
            });
  }

  @Test
  void otherNodes_areNamedIfTheyLive() {
    NodeInfo serves = node("ward-1", true, Optional.of(SINCE), Optional.of(UNTIL));
    NodeInfo refuses = node("ward-2", true, Optional.of(SINCE), Optional.empty());
    NodeInfo dead = node("ward-3", false, Optional.of(SINCE), Optional.of(UNTIL));
    assertThat(KeyFindings.troubles(status(Optional.empty(), serves, refuses, dead)))
        .satisfiesExactly(
            first -> {
              assertThat(first.level()).isEqualTo(Finding.Level.WARNING);
              assertThat(first.words()).contains("node ward-1").contains("until");
            },
            second -> {
              assertThat(second.level()).isEqualTo(Finding.Level.PROBLEM);
              assertThat(second.words()).contains("node ward-2").contains("dropped");
            });
  }

  private static String text(JsonValue value) {
    return new String(CanonicalJson.write(value), StandardCharsets.UTF_8);
  }

  @Test
  void json_hasTheTimesOnlyWhereThereAreAny() {
    String out = text(NodeLine.json(node("ward-1", true, Optional.of(SINCE), Optional.of(UNTIL))));
    assertThat(out)
        .contains("\"keyOutSince\":\"2026-11-26T08:00:00.123Z\"")
        .contains("\"keyOutUntil\":\"2026-11-26T16:00:00.123Z\"");
    assertThat(text(NodeLine.json(node("w", true, Optional.empty(), Optional.empty()))))
        .doesNotContain("keyOut");
  }
}

package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.patientvault.PendingErasure;
import org.patientvault.audit.ErasureGround;
import org.patientvault.model.PatientRef;

/** How an erasure stands, day by day. */
class PendingLineTest {
  private static final Instant DUE = Instant.parse("2026-03-08T08:00:00Z");
  private static final PendingErasure ASKED =
      new PendingErasure(
          PatientRef.parse("00112233445566778899aabbccddeeff"),
          ErasureGround.REQUEST,
          Instant.parse("2026-03-01T08:00:00Z"),
          DUE);

  @Test
  void waits_isDue_andIsOverdueWhenTwoNightsPassed() {
    PendingLine line = new PendingLine(ASKED, false);
    assertThat(line.state(DUE.minusMillis(1))).isEqualTo("waiting");
    assertThat(line.state(DUE)).isEqualTo("due");
    assertThat(line.state(DUE.plus(Duration.ofDays(2)).minusMillis(1))).isEqualTo("due");
    assertThat(line.state(DUE.plus(Duration.ofDays(2)))).isEqualTo("overdue");
  }

  @Test
  void onHold_isNeverOverdue() {
    PendingLine line = new PendingLine(ASKED, true);
    assertThat(line.state(DUE.plus(Duration.ofDays(30)))).isEqualTo("on hold");
    assertThat(line.isOverdue(DUE.plus(Duration.ofDays(30)))).isFalse();
  }
}

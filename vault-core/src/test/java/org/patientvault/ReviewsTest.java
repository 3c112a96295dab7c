package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.IndexRange;
import org.patientvault.audit.SampleKind;
import org.patientvault.audit.report.Span;
import org.patientvault.model.Actor;
import org.patientvault.model.Role;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** Reviews are entries: by somebody else, of what is there, drawn so that it can be repeated. */
@Tag("once")
@OnBothStores
class ReviewsTest {
  private Fortnight fortnight;

  @TempDir private Path folder;

  @BeforeEach
  void aFortnight(TestDatabase database) {
    fortnight = new Fortnight(database.location());
  }

  @AfterEach
  void close() {
    fortnight.close();
  }

  private long count(EventCode event) {
    return fortnight.lines().stream().filter(line -> line.entry().event() == event).count();
  }

  @Test
  void reviewOfOnesOwnEntries_isRefusedAndLogged() {
    long opening = fortnight.openings.get(2);
    AuditTrail kim = fortnight.vault.auditTrail(Actor.of("n.kim", "auditor"));
    long denied = count(EventCode.DENY);
    assertThatThrownBy(() -> kim.reviews().record(range(opening), ReviewFinding.NONE, ""))
        .isInstanceOf(VaultException.AccessDenied.class)
        .hasMessageContaining("nobody reviews what he did himself");
    Actor elsewhere = new Actor("os", "n.kim", new Role("auditor"));
    assertThatThrownBy(
            () ->
                fortnight
                    .vault
                    .auditTrail(elsewhere)
                    .reviews()
                    .record(range(opening), ReviewFinding.NONE, ""))
        .isInstanceOf(VaultException.AccessDenied.class);
    assertThat(count(EventCode.DENY)).isEqualTo(denied + 2);
    assertThat(count(EventCode.BTG_REVIEW)).isEqualTo(fortnight.did("reviewed"));
  }

  private static List<IndexRange> range(long index) {
    return List.of(new IndexRange(index, index));
  }

  @Test
  void review_ofManyPlaces_fitsIntoEntries() {
    List<IndexRange> places = new ArrayList<>();
    for (long index = 1; index < 60; index += 2) {
      places.addAll(range(index));
    }
    Reviews reviews = fortnight.vault.auditTrail(Actor.of("quinn", "auditor")).reviews();
    long at = reviews.record(places, ReviewFinding.VIOLATION, "ask the ward");
    List<AuditLine> written = fortnight.lines().subList((int) at, (int) at + 3);
    assertThat(written).extracting(line -> line.entry().event()).containsOnly(EventCode.REVIEW);
    assertThat(written.stream().flatMap(line -> line.entry().ranges().stream()).toList())
        .isEqualTo(places);
    assertThatThrownBy(() -> reviews.record(range(1_000_000), ReviewFinding.NONE, ""))
        .isInstanceOf(VaultException.NotFound.class);
    assertThatThrownBy(() -> reviews.record(range(1), ReviewFinding.NONE, "x".repeat(2_001)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sample_isTheSameAgainAndInTheLogBeforeItIsShown() {
    Reviews reviews = fortnight.vault.auditTrail(Fortnight.DPO).reviews();
    ReviewSample first = reviews.sample(SampleKind.BTG, Span.ALL, 5, "2026-w11");
    ReviewSample again = reviews.sample(SampleKind.BTG, Span.ALL, 5, "2026-w11");
    int emergencies = fortnight.did("emergency") + fortnight.did("read in emergency");
    assertThat(first.candidates()).isEqualTo(emergencies);
    assertThat(again.entries()).isEqualTo(first.entries()).hasSize(5);
    AuditLine told = fortnight.lines().get((int) first.entry());
    assertThat(told.entry().event()).isEqualTo(EventCode.REVIEW);
    assertThat(told.entry().payload()).isNotNull();
    assertThat(told.detail().orElseThrow()).contains("\"seed\":\"2026-w11\"");
    assertThatThrownBy(() -> reviews.sample(SampleKind.ALL, Span.ALL, 1_001, "s"))
        .isInstanceOf(IllegalArgumentException.class);
    Path bundle = folder.resolve("bundle");
    // One emergency of the fortnight was never reviewed: whole, but the rules ask for more.
    assertThat(LogOf.verdict(fortnight.vault, bundle).exitCode().code()).isEqualTo(4);
    assertThat(bundle.resolve("payload/" + told.entry().payload().hex()))
        .content()
        .contains("2026-w11");
  }
}

package org.patientvault.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.patientvault.model.Bytes;

/** Which details an order covers, and which it does not. */
class ErasureOrdersTest {
  private static final Instant BEFORE = Samples.TIME.plusSeconds(60);
  private static final Instant YEARS_LATER = BEFORE.plus(ErasureOrder.LEAST_KEPT);
  private static final Bytes SUBJECT = Samples.pattern(16, 2);
  private static final Entry READ = Samples.read(1);

  private static ErasureOrders expiring(Instant at, Instant before, long first, long last) {
    return orders(
        new ErasureEntry(
            500,
            EventCode.EXPIRE,
            at.toEpochMilli(),
            null,
            List.of(new IndexRange(first, last)),
            null),
        new ErasureOrder(
            "o",
            ErasureGround.EXPIRY,
            1,
            Optional.of(new ErasureOrder.Expired(RetentionClass.ACCESS, before))));
  }

  private static ErasureOrders erasing(Bytes subject) {
    return orders(
        new ErasureEntry(500, EventCode.ERASE, 0, subject, List.of(), null),
        new ErasureOrder("o", ErasureGround.ORDER, 1, Optional.empty()));
  }

  private static ErasureOrders orders(ErasureEntry entry, ErasureOrder order) {
    ErasureOrders orders = new ErasureOrders();
    orders.add(entry, order);
    return orders;
  }

  @Test
  void expiry_coversItsClassInItsRangeBeforeItsTime() {
    ErasureOrders orders = expiring(YEARS_LATER, BEFORE, 10, 20);
    assertThat(orders.erased(10, READ)).isTrue();
    assertThat(orders.erased(20, READ)).isTrue();
    assertThat(orders.erased(9, READ)).isFalse();
    assertThat(orders.erased(21, READ)).isFalse();
    assertThat(orders.erased(15, Samples.readBuilder().stamped(at(BEFORE)))).isFalse();
    Entry opened =
        Entry.of(EventCode.FAIL, Outcome.SUCCESS)
            .detail(Samples.pattern(32, 4))
            .stamped(at(Samples.TIME));
    assertThat(orders.erased(15, opened)).isFalse();
  }

  private static EntryStamp at(Instant time) {
    return new EntryStamp(time, "node-1", 1, 1);
  }

  @Test
  void expiryOfSomethingYoungerThanHalfAYear_coversNothing() {
    Instant tooSoon = YEARS_LATER.minus(Duration.ofMillis(1));
    assertThat(expiring(tooSoon, BEFORE, 10, 20).erased(15, READ)).isFalse();
  }

  @Test
  void erasure_coversItsSubjectBeforeIt() {
    assertThat(erasing(SUBJECT).erased(499, READ)).isTrue();
    assertThat(erasing(SUBJECT).erased(501, READ)).isFalse();
    assertThat(erasing(Samples.pattern(16, 9)).erased(499, READ)).isFalse();
    assertThat(erasing(SUBJECT).isErased(SUBJECT)).isTrue();
  }

  @Test
  void severalOrders_theFirstCounts() {
    ErasureOrders orders = expiring(YEARS_LATER, BEFORE, 10, 20);
    orders.add(
        new ErasureEntry(400, EventCode.ERASE, 0, SUBJECT, List.of(), null),
        new ErasureOrder("o", ErasureGround.REQUEST, 1, Optional.empty()));
    assertThat(orders.erased(15, READ)).isTrue();
    assertThat(orders.verdicts().stream().map(Verdict::line))
        .containsExactly(
            "NOT ERASED entry 500 erased 1 details, and 0 of them are gone",
            "ERASED index=15 by entry 400 ground=request");
  }
}

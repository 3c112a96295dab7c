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
  void expiryBeforeTheEndOfTime_coversNothing() {
    assertThat(expiring(YEARS_LATER, Instant.MAX, 10, 20).erased(15, READ)).isFalse();
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

  /** An entry of a node whose clock is ahead expires a day after its neighbours. */
  @Test
  void laterExpiryThatBeginsAmongTheRange_doesNotHideTheEarlier() {
    ErasureOrders orders = new ErasureOrders();
    expiry(orders, 500, BEFORE, 10, 20, 10);
    expiry(orders, 600, BEFORE.plus(Duration.ofDays(1)), 12, 30, 11);
    Entry ahead = Samples.readBuilder().stamped(at(BEFORE.plusSeconds(60)));
    for (long index = 10; index <= 30; index++) {
      assertThat(orders.erased(index, index == 12 || index > 20 ? ahead : READ)).isTrue();
    }
    assertThat(orders.verdicts().stream().map(Verdict::line))
        .containsExactly(
            "ERASED indexes=10..20 count=10 by entry 500 ground=expiry",
            "ERASED indexes=12..30 count=11 by entry 600 ground=expiry");
  }

  @Test
  void laterExpiryOfOneEntryAmongTheRange_doesNotHideTheEarlier() {
    ErasureOrders orders = new ErasureOrders();
    expiry(orders, 500, BEFORE, 10, 20, 10);
    expiry(orders, 600, BEFORE.plus(Duration.ofDays(1)), 12, 12, 1);
    assertThat(orders.erased(15, READ)).isTrue();
  }

  private static void expiry(
      ErasureOrders orders, long index, Instant before, long first, long last, long count) {
    orders.add(
        new ErasureEntry(
            index,
            EventCode.EXPIRE,
            before.plus(ErasureOrder.LEAST_KEPT).toEpochMilli(),
            null,
            List.of(new IndexRange(first, last)),
            null),
        new ErasureOrder(
            "o",
            ErasureGround.EXPIRY,
            count,
            Optional.of(new ErasureOrder.Expired(RetentionClass.ACCESS, before))));
  }
}

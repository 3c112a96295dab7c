package org.patientvault.audit.report;

import org.jspecify.annotations.Nullable;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.Outcome;
import org.patientvault.model.Purpose;

/** The accounting of disclosures: what left, other than for treatment, payment and operations. */
final class DisclosuresReport extends Maker {
  private final Counts purposes = new Counts();
  private final People patients = new People();
  private final Days days = new Days();
  private final Listing rows;
  private long left;

  DisclosuresReport(Scope scope) {
    super(scope);
    rows =
        listing(
            "rows",
            columns()
                .time("time")
                .text("patient", "recipient", "data", "purpose", "who")
                .entry("entry"));
  }

  @Override
  boolean isAbout(Entry entry) {
    return entry.event() == EventCode.EXPORT && entry.outcome() == Outcome.SUCCESS;
  }

  @Override
  void takeOne(ReportEntry entry) {
    Entry leaf = entry.entry();
    if (!isAccounted(leaf.purpose())) {
      left++;
      return;
    }
    purposes.add(reads.purpose(leaf));
    patients.addPatient(entry);
    days.add(leaf.stamp().time());
    rows.row(
        EntryWords.time(leaf),
        reads.patient(entry),
        reads.told(entry, "recipient"),
        reads.data(entry),
        reads.purpose(leaf),
        reads.who(entry),
        EntryWords.index(entry));
  }

  /** By 45 CFR 164.528: not treatment, payment, operations; HL7 says what belongs to each. */
  static boolean isAccounted(@Nullable Purpose purpose) {
    if (purpose == null) {
      return true;
    }
    return switch (purpose) {
      case TREAT, ETREAT, BTG, ERTREAT, COC, CLINTRL -> false;
      case HPAYMT -> false;
      case HOPERAT,
          PATADMIN,
          HSYSADMIN,
          SYSDEV,
          HCOMPL,
          HLEGAL,
          FRAUD,
          TRAIN,
          RECORDMGT,
          HQUALIMP ->
          false;
      case HRESCH, CLINTRCH, PUBHLTH, DISASTER, THREAT, PATRQT, FAMRQT, PWATRNY, SUPNWK, HMARKT ->
          true;
    };
  }

  @Override
  void say(Page page) {
    if (rows.offered() == 0) {
      page.say("none");
    } else {
      page.say("count", rows.offered(), patients.different());
    }
    page.say("left", left);
    page.say("limits");
    page.counts("purposes", "purpose", purposes.top(20)).table(rows).timeline("days", days);
  }
}

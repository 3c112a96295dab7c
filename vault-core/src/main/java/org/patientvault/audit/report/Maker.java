package org.patientvault.audit.report;

import java.time.Instant;
import org.patientvault.audit.Entry;
import org.patientvault.audit.ExitCode;

/** What all makers have: words, the scope, how entries read, and the sentence about the source. */
abstract class Maker implements ReportMaker {
  final Scope scope;
  final Words words;
  final EntryWords reads;

  /** The newest entry's time before the end asked for: what "now" is for a log. */
  Instant newest = Instant.MIN;

  Maker(Scope scope) {
    this.scope = scope;
    this.words = Words.in(scope.request().language());
    this.reads = new EntryWords(words, scope.hasNames());
  }

  /** Whether this report is about an entry that lies in the scope. */
  abstract boolean isAbout(Entry entry);

  /** Takes an entry that the report is about. */
  abstract void takeOne(ReportEntry entry);

  /** Says what was found. */
  abstract void say(Page page);

  @Override
  public boolean wantsDetail(Entry entry) {
    return scope.holds(entry) && isAbout(entry);
  }

  @Override
  public void take(ReportEntry entry) {
    Instant time = entry.entry().stamp().time();
    if (scope.request().span().to().map(time::isBefore).orElse(true)) {
      newest = time.isAfter(newest) ? time : newest;
    }
    if (scope.holds(entry.entry()) && isAbout(entry.entry())) {
      takeOne(entry);
    }
  }

  @Override
  public final AuditReport make() {
    Page page = new Page(words, scope.request().question());
    scope
        .basis()
        .log()
        .filter(log -> log.verdict().exitCode() == ExitCode.POLICY_NOT_MET)
        .ifPresent(log -> page.sayCommon("policyNotMet"));
    say(page);
    scope
        .basis()
        .log()
        .filter(log -> log.keys() == ReportBasis.KeysFrom.VAULT)
        .ifPresent(log -> page.sayCommon("ownKeys"));
    page.sayCommon(scope.hasNames() ? "vault" : "bundle");
    return page.make();
  }

  Columns columns() {
    return Columns.in(words);
  }

  Listing listing(String titleKey, Columns columns) {
    String name = scope.request().question().command();
    return new Listing(words.say(name + "." + titleKey), columns.list());
  }

  String own(String key, Object... values) {
    return words.say(scope.request().question().command() + "." + key, values);
  }
}

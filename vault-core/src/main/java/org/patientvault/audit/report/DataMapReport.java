package org.patientvault.audit.report;

import java.util.List;
import org.patientvault.audit.Entry;

/** Which personal data are in the log itself: in the entries, and in the details beside them. */
final class DataMapReport extends Maker {
  private static final List<String> KEYS =
      List.of(
          "v", "t", "n", "b", "k", "e", "o", "a", "r", "s", "d", "c", "u", "x", "p", "h", "w", "y",
          "q", "l", "g", "z");

  private final Counts keys = new Counts();
  private final Counts members = new Counts();
  private long entries;
  private long gone;

  DataMapReport(Scope scope) {
    super(scope);
  }

  @Override
  boolean isAbout(Entry entry) {
    return true;
  }

  @Override
  void takeOne(ReportEntry entry) {
    entries++;
    gone += reads.isErased(entry) ? 1 : 0;
    Entry leaf = entry.entry();
    List.of("v", "t", "n", "b", "k", "e", "o").forEach(keys::add);
    count("a", leaf.actor() != null);
    count("r", leaf.role() != null);
    count("s", leaf.subject() != null);
    count("d", leaf.record() != null);
    count("c", leaf.confidentiality() != null);
    count("u", leaf.purpose() != null);
    count("x", leaf.requestId() != null);
    count("p", leaf.policyVersion() != null);
    count("h", leaf.detail() != null);
    count("w", leaf.digest() != null);
    count("y", !leaf.approvers().isEmpty());
    count("q", leaf.payload() != null);
    count("l", leaf.late());
    count("g", !leaf.ranges().isEmpty());
    count("z", leaf.seal() != null);
    Details.members(entry).keySet().forEach(members::add);
  }

  private void count(String key, boolean there) {
    if (there) {
      keys.add(key);
    }
  }

  @Override
  void say(Page page) {
    page.say("leaf");
    page.say("details", entries, gone);
    page.say("limits");
    Listing leaf =
        listing("leafKeys", columns().text("key", "meaning", "personal").number("entries"));
    KEYS.forEach(
        key -> leaf.row(key, own("key." + key), own(personal(key)), String.valueOf(keys.of(key))));
    page.table(leaf);
    Listing detail = listing("members", columns().text("member", "meaning").number("entries"));
    members
        .top(200)
        .forEach(
            each ->
                detail.row(
                    each.label(),
                    words.has("member." + each.label()) ? words.say("member." + each.label()) : "",
                    String.valueOf(each.count())));
    if (scope.hasNames()) {
      page.table(detail);
    }
  }

  private static String personal(String key) {
    return switch (key) {
      case "a", "s", "y" -> "pseudonym";
      case "d", "x" -> "linkable";
      default -> "notPersonal";
    };
  }
}

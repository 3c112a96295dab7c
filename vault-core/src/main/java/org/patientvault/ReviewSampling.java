package org.patientvault;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.patientvault.access.AccessRequest;
import org.patientvault.audit.CanonicalJson;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.JsonMembers;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.SampleDraw;
import org.patientvault.audit.SampleKind;
import org.patientvault.audit.report.Span;
import org.patientvault.internal.crypto.LogSubject;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.Founding;
import org.patientvault.internal.ledger.LogBooks;
import org.patientvault.internal.store.LogEntryRow;
import org.patientvault.internal.store.PayloadRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;

/** Draws one sample and says so in the log, with a public text by which it can be drawn again. */
final class ReviewSampling {
  private final Access access;
  private final Engine engine;
  private final SampleKind kind;
  private final Span span;
  private final String seed;
  private long looked;

  ReviewSampling(Access access, SampleKind kind, Span span, String seed) {
    this.access = access;
    this.engine = access.engine;
    this.kind = kind;
    this.span = span;
    this.seed = seed;
  }

  ReviewSample draw(SampleDraw draw, int size) {
    access.demand(
        access.draft(EventCode.REVIEW, engine.refreshRules()).with("seed", seed),
        engine.rules(),
        AccessRequest.audit(access.actor.role(), access.purpose));
    List<AuditLine> lines = engine.store.readAtLength(rows -> drawn(rows, draw));
    long at = engine.underRules(rules -> append(rules, draw, size, lines));
    return new ReviewSample(lines, draw.candidates(), at);
  }

  private List<AuditLine> drawn(ReadView rows, SampleDraw draw) {
    LogBooks books = engine.books();
    books.stream(
        rows,
        entry -> false,
        (index, entry, detail) -> {
          looked = index + 1;
          if (kind.holds(entry) && span.holds(entry.stamp().time())) {
            draw.offer(index);
          }
        });
    Map<Bytes, LogSubject> subjects = books.subjects(rows);
    List<AuditLine> lines = new ArrayList<>();
    for (long index : draw.drawn()) {
      rows.logEntry(books.shard().number(), index)
          .ifPresent(row -> lines.add(line(rows, books, row, subjects)));
    }
    return lines;
  }

  private static AuditLine line(
      ReadView rows, LogBooks books, LogEntryRow row, Map<Bytes, LogSubject> subjects) {
    Entry entry = Entry.parse(row.leaf().toArray());
    return new AuditLine(
        row.index(),
        entry,
        books
            .detail(rows, row.index(), entry, subjects)
            .map(detail -> new String(detail, StandardCharsets.UTF_8)));
  }

  private long append(Rules rules, SampleDraw draw, int size, List<AuditLine> lines) {
    PayloadRow payload = Founding.payload(Bytes.wrap(CanonicalJson.write(told(draw, size))));
    EntryDraft draft =
        access
            .draft(EventCode.REVIEW, rules)
            .with("seed", seed)
            .with("kind", kind.word())
            .with("drawn", (long) lines.size())
            .with("candidates", draw.candidates())
            .publishing(payload.sha256());
    return engine.ledger.commit(new ReviewUnit(List.of(draft), List.of(payload)));
  }

  /** All that the draw depends on. */
  private JsonValue told(SampleDraw draw, int size) {
    JsonMembers told =
        JsonValue.members()
            .put("sample", 1)
            .put("seed", seed)
            .put("kind", kind.word())
            .put("size", size)
            .put("log", looked)
            .put("candidates", draw.candidates());
    span.from().ifPresent(from -> told.put("from", from.toString()));
    span.to().ifPresent(to -> told.put("to", to.toString()));
    return told.build();
  }
}

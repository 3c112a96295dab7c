package org.patientvault.internal.jobs;

import java.util.List;
import java.util.Optional;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;

/** Several tables under one key, in their order. */
record OneAfterTheOther(List<Rework> works) implements Rework {
  private static final Bytes START = Bytes.of(new byte[0]);

  @Override
  public long total(ReadView rows) {
    return works.stream().mapToLong(each -> each.total(rows)).sum();
  }

  @Override
  public long left(ReadView rows) {
    return works.stream().mapToLong(each -> each.left(rows)).sum();
  }

  @Override
  public Optional<Page> page(Bytes position, int limit) {
    int first = position.size() == 0 ? 0 : position.toArray()[0];
    Bytes behind = Place.rest(position, 1);
    for (int at = first; at < works.size(); at++) {
      int of = at;
      Optional<Page> page = works.get(at).page(at == first ? behind : START, limit);
      if (page.isPresent()) {
        return page.map(each -> new OfOne(of, each));
      }
    }
    return Optional.empty();
  }

  private record OfOne(int work, Page page) implements Page {
    @Override
    public Bytes position() {
      return Place.of(Bytes.of(new byte[] {(byte) work}), page.position());
    }

    @Override
    public void prepare() {
      page.prepare();
    }

    @Override
    public int failed() {
      return page.failed();
    }

    @Override
    public EventCode event() {
      return page.event();
    }

    @Override
    public int write(LedgerTransaction transaction, EntryDraft draft) {
      return page.write(transaction, draft);
    }
  }
}

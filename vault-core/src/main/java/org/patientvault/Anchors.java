package org.patientvault;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.anchor.TimeStamp;
import org.patientvault.audit.anchor.TimeStampRequest;
import org.patientvault.audit.anchor.TimeStampService;
import org.patientvault.audit.anchor.TsaTrust;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.store.AnchorRow;
import org.patientvault.internal.store.CheckpointRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.WriteView;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Time stamps (RFC 3161) over the log: an authority outside says by when its entries were there,
 * and whoever holds the log's own keys cannot say otherwise afterwards.
 *
 * <p>A request is kept in the vault until it is answered, for 30 days at most, and so is the
 * checkpoint it is over; with its answer, for ever. The answer may come over HTTP or on a stick
 * days later. Safe for use by several threads.
 */
public final class Anchors {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration KEPT_UNANSWERED = Duration.ofDays(30);
  private static final int MOST_OF_A_SIZE = 99;

  private final Engine engine;
  private final Demand demand;

  /** Lets administrators through, with the draft of an entry in their name. */
  interface Demand {
    EntryDraft permitted(EventCode event);
  }

  Anchors(Engine engine, Demand demand) {
    this.engine = engine;
    this.demand = demand;
  }

  /**
   * Signs the log, and asks for a time stamp over that: what to bring to an authority. Its answer
   * goes to {@link #add}.
   */
  public AnchorRequest request() {
    demand.permitted(EventCode.ANCHOR);
    engine.publishing.now();
    Bytes nonce = Bytes.of(engine.cipher.random(TimeStampRequest.NONCE_BYTES));
    return engine.publishing.whileNobodySigns(rows -> request(rows, nonce));
  }

  private AnchorRequest request(WriteView rows, Bytes nonce) {
    long now = engine.options.clock().millis();
    int shard = rows.theState().shard();
    List<AnchorRow> known = rows.anchors(shard);
    known.stream()
        .filter(row -> row.isPending() && row.askedMillis() < now - KEPT_UNANSWERED.toMillis())
        .forEach(rows::deletePendingAnchor);
    CheckpointRow newest =
        rows.latestCheckpoint(shard)
            .orElseThrow(() -> new VaultException.StorageFailed("the log was never signed"));
    rows.insertAnchor(
        new AnchorRow(
            shard,
            newest.size(),
            numberFor(known, newest.size()),
            nonce,
            now,
            0,
            Bytes.of(new byte[0])));
    return new AnchorRequest(
        newest.size(),
        newest.note(),
        Bytes.of(new TimeStampRequest(newest.note(), nonce).encoded()));
  }

  private static int numberFor(List<AnchorRow> known, long size) {
    int last =
        known.stream()
            .filter(row -> row.size() == size)
            .mapToInt(AnchorRow::number)
            .max()
            .orElse(0);
    if (last == MOST_OF_A_SIZE) {
      throw new VaultException.LimitExceeded(
          "99 time stamps were asked for over the same entries; add the answers that you have");
    }
    return last + 1;
  }

  /**
   * Keeps the answer to a {@link #request}: it becomes public, and an entry of the log names it, so
   * that later time stamps cover it.
   *
   * @param authorities whose time stamps count
   * @throws VaultException.InvalidInput when it is no time stamp, or none that proves anything
   * @throws VaultException.KeyUnavailable when none of {@code authorities} stands behind it
   * @throws VaultException.NotFound when it answers no request that waits here
   * @throws VaultException.Refused when it is over something else than the request it answers
   */
  public Anchor add(byte[] answer, TsaTrust authorities) {
    EntryDraft draft = demand.permitted(EventCode.ANCHOR);
    TimeStamp stamp = AnchorUnit.checked(answer, authorities);
    Anchor added = engine.ledger.commit(new AnchorUnit(draft, stamp));
    engine.publishing.now();
    return added;
  }

  /**
   * Asks the authority at {@code address} over HTTP, and keeps its answer. Waits for 30 s.
   *
   * @throws VaultException.StorageFailed when it does not answer; nothing is kept
   */
  public Anchor obtain(URI address, TsaTrust authorities) {
    AnchorRequest request = request();
    try {
      return add(TimeStampService.ask(address, request.query().toArray(), PATIENCE), authorities);
    } catch (VaultException e) {
      giveUp(request);
      throw e;
    }
  }

  private void giveUp(AnchorRequest request) {
    engine.store.write(
        rows -> {
          rows.anchors(engine.shard().number()).stream()
              .filter(row -> row.isPending() && row.size() == request.size())
              .filter(row -> asks(row, request))
              .forEach(rows::deletePendingAnchor);
          return true;
        });
  }

  private static boolean asks(AnchorRow row, AnchorRequest request) {
    byte[] query = new TimeStampRequest(request.note(), row.nonce()).encoded();
    return Bytes.of(query).equals(request.query());
  }

  /** Every time stamp and every request that waits, by size; asking is not logged. */
  public List<Anchor> list() {
    return engine.store.read(rows -> list(rows, engine.shard().number()));
  }

  static List<Anchor> list(ReadView rows, int shard) {
    return rows.anchors(shard).stream().map(Anchors::shown).toList();
  }

  static Anchor shown(AnchorRow row) {
    Optional<Instant> stamped =
        row.isPending() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(row.stampedMillis()));
    return new Anchor(row.size(), row.number(), Instant.ofEpochMilli(row.askedMillis()), stamped);
  }
}

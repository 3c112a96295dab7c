package org.patientvault;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.SlotRow;
import org.patientvault.internal.store.Store;
import org.patientvault.keys.Protectors;
import org.patientvault.keys.Unlock;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultException.KeyUnavailable.Reason;
import org.patientvault.model.VaultId;

/**
 * Opens the slot that opened the vault once more, to see whether what holds its key is still there.
 *
 * <p>On a thread of its own, for a token's driver may hang for ever; while it does, nothing else is
 * asked of it. For the thread that watches; closing may be another's.
 */
final class KeyProbe implements AutoCloseable {
  private final VaultId vault;
  private final Store store;
  private final Unlock unlock;
  private final UnrefusedSecret secret;
  private final Duration patience;
  private final boolean countsWrongSecrets;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  /** As it was found last: what it wraps can be asked for while the database is away. */
  private volatile SlotRow slot;

  /** A refusal of a secret that is not ours to see: nobody could tell when it is another one. */
  private VaultException.@Nullable KeyUnavailable givenUp;

  private @Nullable CompletableFuture<Slots.Opened> asked;

  KeyProbe(VaultId vault, Store store, Slots.Opening opening, Duration patience) {
    this.patience = patience;
    this.countsWrongSecrets = Protectors.of(opening.slot().kind()).countsWrongSecrets();
    this.vault = vault;
    this.store = store;
    this.slot = opening.slot();
    this.secret = new UnrefusedSecret(opening.unlock().secret());
    this.unlock = new Unlock(opening.unlock().uri(), secret);
  }

  SlotRow slot() {
    return slot;
  }

  /**
   * The vault's secrets; a late answer counts when it is asked for the next time.
   *
   * @throws VaultException when the slot does not open, or nothing answers in time
   */
  Slots.Opened ask() {
    if (givenUp != null) {
      throw givenUp;
    }
    CompletableFuture<Slots.Opened> probe = asked == null ? start() : asked;
    asked = probe;
    try {
      CompletableFuture.anyOf(probe, closed).get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw unanswered("no answer within " + patience.toMillis() + " ms", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unanswered("interrupted while waiting for an answer", e);
    } catch (ExecutionException e) {
      asked = null;
      throw failure(e.getCause());
    }
    if (!probe.isDone()) {
      throw unanswered("the vault was closed before an answer came", null);
    }
    asked = null;
    return probe.join();
  }

  private static VaultException unanswered(String why, @Nullable Exception cause) {
    return new VaultException.KeyUnavailable(Reason.OUT_OF_REACH, why, cause);
  }

  private VaultException failure(@Nullable Throwable cause) {
    if (cause instanceof VaultException.KeyUnavailable key
        && countsWrongSecrets
        && isRefusal(key.reason())
        && !secret.refuse()) {
      givenUp = key;
    }
    return cause instanceof VaultException known
        ? known
        : new VaultException.KeyUnavailable("the slot's protector failed: " + cause, cause);
  }

  private static boolean isRefusal(Reason reason) {
    return reason == Reason.WRONG_SECRET || reason == Reason.LOCKED;
  }

  private CompletableFuture<Slots.Opened> start() {
    secret.begin();
    CompletableFuture<Slots.Opened> answer = new CompletableFuture<>();
    Thread thread = new Thread(() -> answer(answer), "patientvault-key-probe");
    thread.setDaemon(true);
    thread.start();
    return answer;
  }

  private void answer(CompletableFuture<Slots.Opened> answer) {
    try {
      Slots.Opened opened = Slots.open(vault, found(), unlock);
      if (closed.isDone() || !answer.complete(opened)) {
        opened.close();
      }
    } catch (RuntimeException | Error e) {
      answer.completeExceptionally(e);
    }
  }

  /**
   * The slot as it is now, or the one that took its place. One that was removed or went stale is
   * asked all the same: its key must not outlive its token here either.
   */
  private SlotRow found() {
    try {
      List<SlotRow> slots = store.read(ReadView::slots);
      slot =
          slots.stream()
              .filter(each -> each.wraps() && each.slotId().equals(slot.slotId()))
              .findFirst()
              .or(() -> slots.stream().filter(this::isInItsPlace).findFirst())
              .orElse(slot);
    } catch (VaultException.StorageFailed e) {
      // The token can be asked while the database is away.
      return slot;
    }
    return slot;
  }

  private boolean isInItsPlace(SlotRow other) {
    return other.wraps() && other.kind().equals(slot.kind()) && other.uri().equals(slot.uri());
  }

  /** Waits for nothing: a driver that hangs goes on hanging on its own thread. */
  @Override
  public void close() {
    closed.complete(null);
  }
}

package org.patientvault;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.store.SlotRow;
import org.patientvault.keys.KeyProtector;
import org.patientvault.keys.Protectors;
import org.patientvault.keys.RecoveryRecipient;
import org.patientvault.keys.SlotContext;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultException.KeyUnavailable.Reason;
import org.patientvault.model.VaultId;

/**
 * Wraps the root and the log keys into slots, and opens them again with whatever secret is at hand.
 */
final class Slots {
  private Slots() {}

  /** The two secrets that a slot holds. Closing wipes them. */
  static final class Opened implements AutoCloseable {
    private final byte[] root;
    private final byte[] log;
    private final @Nullable SlotRow by;
    private final @Nullable Unlock with;

    /** Of a vault that is being made, and has no slot yet. */
    Opened(byte[] root, byte[] log) {
      this(root, log, null, null);
    }

    private Opened(byte[] root, byte[] log, @Nullable SlotRow by, @Nullable Unlock with) {
      this.root = root;
      this.log = log;
      this.by = by;
      this.with = with;
    }

    /** The same secrets, opened with {@code unlock}. */
    private Opened with(Unlock unlock) {
      return new Opened(root, log, by, unlock);
    }

    /** What opened it, to open it again. */
    Opening opening() {
      if (with == null) {
        throw new AssertionError("nothing is known to have opened the slot");
      }
      return new Opening(by(), with);
    }

    /** The slot that was opened. */
    SlotRow by() {
      if (by == null) {
        throw new AssertionError("the secrets of a new vault come from no slot");
      }
      return by;
    }

    byte[] root() {
      return root;
    }

    byte[] log() {
      return log;
    }

    @Override
    public void close() {
      Arrays.fill(root, (byte) 0);
      Arrays.fill(log, (byte) 0);
    }
  }

  /** A slot, and what opened it. */
  record Opening(SlotRow slot, Unlock unlock) {}

  /**
   * A new slot: the protector is made or enrolled, both secrets are wrapped, and unwrapped again to
   * be sure.
   */
  static SlotRow enrol(VaultId vault, Unlock unlock, Opened secrets, SecureRandom random) {
    try (KeyProtector protector = Protectors.of(unlock.uri().kind()).create(unlock)) {
      SlotRow slot = wrapped(vault, newId(random), protector, secrets);
      unwrap(vault, slot, protector).close();
      return slot;
    }
  }

  /**
   * A new slot that only {@code recipient}'s private half opens, which is elsewhere: wrapped, and
   * not unwrapped to be sure. That the public key is of use is tried by wrapping.
   */
  static SlotRow enrol(
      VaultId vault, RecoveryRecipient recipient, Opened secrets, SecureRandom random) {
    try (KeyProtector protector = recipient.protector()) {
      return wrapped(vault, newId(random), protector, secrets);
    }
  }

  private static Bytes newId(SecureRandom random) {
    byte[] id = new byte[SlotContext.SLOT_ID_BYTES];
    random.nextBytes(id);
    return Bytes.wrap(id);
  }

  private static SlotRow wrapped(
      VaultId vault, Bytes slotId, KeyProtector protector, Opened secrets) {
    return new SlotRow(
        slotId,
        protector.uri().kind(),
        protector.uri().text(),
        protector.parameters(),
        Bytes.wrap(protector.wrap(secrets.root(), SlotContext.root(vault, slotId))),
        Bytes.wrap(protector.wrap(secrets.log(), SlotContext.log(vault, slotId))),
        SlotRow.ACTIVE,
        1);
  }

  /** Says which slot an entry is about: of a split recovery key also its set, k and n. */
  static EntryDraft tell(EntryDraft draft, SlotRow slot) {
    return draft.with(Map.of("kind", slot.kind(), "uri", slot.uri(), "slot", slot.slotId().hex()));
  }

  /**
   * Opens the first slot that {@code unlocks} fits; a slot that cannot be opened does not stop the
   * next from being tried.
   */
  static Opened open(VaultId vault, List<SlotRow> slots, List<Unlock> unlocks) {
    List<VaultException> failed = new ArrayList<>();
    List<String> tried = new ArrayList<>();
    for (Unlock unlock : unlocks) {
      try (AskedOnce secret = new AskedOnce(unlock)) {
        for (SlotRow slot : fitting(slots, unlock)) {
          try {
            return open(vault, slot, new Unlock(unlock.uri(), secret)).with(unlock);
          } catch (VaultException e) {
            failed.add(e);
            tried.add(
                "slot " + slot.slotId().hex() + " by " + unlock.uri() + ": " + e.getMessage());
          }
        }
      }
    }
    throw noneOpened(slots, failed, tried);
  }

  private static VaultException noneOpened(
      List<SlotRow> slots, List<VaultException> failed, List<String> tried) {
    if (failed.size() == 1) {
      return failed.get(0);
    }
    return failed.isEmpty()
        ? new VaultException.KeyUnavailable(
            "no slot of this vault fits the secret at hand; it has " + kinds(slots))
        : new VaultException.KeyUnavailable(
            reason(failed),
            "no slot opened; " + String.join("; ", tried),
            failed.get(failed.size() - 1));
  }

  /** What is worth doing next: to try again, where that may help one of the slots. */
  private static Reason reason(List<VaultException> failed) {
    List<Reason> reasons =
        failed.stream()
            .filter(VaultException.KeyUnavailable.class::isInstance)
            .map(e -> ((VaultException.KeyUnavailable) e).reason())
            .distinct()
            .toList();
    if (reasons.contains(Reason.OUT_OF_REACH)) {
      return Reason.OUT_OF_REACH;
    }
    return reasons.size() == 1 ? reasons.get(0) : Reason.OTHER;
  }

  /** The first of {@code slots} that {@code unlock} opens. */
  static Optional<SlotRow> opened(VaultId vault, List<SlotRow> slots, Unlock unlock) {
    return fitting(slots, unlock).stream().filter(slot -> opens(vault, slot, unlock)).findFirst();
  }

  private static boolean opens(VaultId vault, SlotRow slot, Unlock unlock) {
    try (Opened opened = open(vault, slot, unlock)) {
      return opened.root().length > 0;
    } catch (VaultException.KeyUnavailable e) {
      return false;
    }
  }

  /** Opens one slot. */
  static Opened open(VaultId vault, SlotRow slot, Unlock unlock) {
    try (KeyProtector protector = Protectors.of(slot.kind()).open(unlock, slot.parameters())) {
      return unwrap(vault, slot, protector);
    }
  }

  private static Opened unwrap(VaultId vault, SlotRow slot, KeyProtector protector) {
    byte[] root =
        protector.unwrap(slot.wrappedRoot().toArray(), SlotContext.root(vault, slot.slotId()));
    try {
      byte[] log =
          protector.unwrap(slot.wrappedLog().toArray(), SlotContext.log(vault, slot.slotId()));
      return new Opened(root, log, slot, null);
    } catch (VaultException e) {
      Arrays.fill(root, (byte) 0);
      throw e;
    }
  }

  /**
   * A secret is tried on every slot of its kind, for a key store may have moved since it was
   * enrolled; first on those that were enrolled under the very URI.
   */
  private static List<SlotRow> fitting(List<SlotRow> slots, Unlock unlock) {
    return slots.stream()
        .filter(slot -> slot.wraps() && slot.kind().equals(unlock.uri().kind()))
        .sorted(Comparator.comparing(slot -> !slot.uri().equals(unlock.uri().text())))
        .toList();
  }

  private static String kinds(List<SlotRow> slots) {
    return slots.stream().map(SlotRow::kind).distinct().sorted().toList().toString();
  }
}

package org.patientvault;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.patientvault.internal.store.SlotRow;
import org.patientvault.keys.KeyProtector;
import org.patientvault.keys.ProtectorUri;
import org.patientvault.keys.Protectors;
import org.patientvault.keys.SlotContext;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/**
 * The slots of a vault with another secret in them: each whose own secret is at hand, and each that
 * is wrapped for by a public key. The others are stale.
 */
final class RewrappedSlots {
  private final VaultId vault;
  private final List<Unlock> unlocks;
  private final What what;

  /** Which of a slot's two secrets is another. */
  enum What {
    ROOT {
      @Override
      byte[] context(VaultId vault, SlotRow slot) {
        return SlotContext.root(vault, slot.slotId());
      }

      @Override
      Bytes wrappedIn(SlotRow slot) {
        return slot.wrappedRoot();
      }

      @Override
      SlotRow wrapping(SlotRow slot, Bytes wrapped) {
        return slot.wrapping(wrapped);
      }
    },
    LOG_KEYS {
      @Override
      byte[] context(VaultId vault, SlotRow slot) {
        return SlotContext.log(vault, slot.slotId());
      }

      @Override
      Bytes wrappedIn(SlotRow slot) {
        return slot.wrappedLog();
      }

      @Override
      SlotRow wrapping(SlotRow slot, Bytes wrapped) {
        return slot.wrappingLog(wrapped);
      }
    };

    abstract byte[] context(VaultId vault, SlotRow slot);

    abstract Bytes wrappedIn(SlotRow slot);

    abstract SlotRow wrapping(SlotRow slot, Bytes wrapped);
  }

  RewrappedSlots(VaultId vault, List<Unlock> unlocks, What what) {
    this.vault = vault;
    this.unlocks = unlocks;
    this.what = what;
  }

  /**
   * {@code slots} with {@code secret} in them.
   *
   * @throws VaultException.KeyUnavailable when none opens with the secrets given
   */
  List<SlotRow> with(byte[] secret, List<SlotRow> slots) {
    List<SlotRow> renewed = new ArrayList<>();
    boolean opened = false;
    for (SlotRow slot : slots) {
      Optional<SlotRow> ours = byItsSecret(slot, secret);
      opened |= ours.isPresent();
      renewed.add(ours.or(() -> asRecipient(slot, secret)).orElseGet(slot::stale));
    }
    if (!opened) {
      throw new VaultException.KeyUnavailable(
          "no slot of this vault opens with the secrets given, so nobody could open it with the"
              + " new keys; nothing was changed");
    }
    return List.copyOf(renewed);
  }

  private Optional<SlotRow> byItsSecret(SlotRow slot, byte[] secret) {
    for (Unlock unlock : unlocks) {
      if (slot.wraps() && slot.kind().equals(unlock.uri().kind())) {
        try (KeyProtector protector = Protectors.of(slot.kind()).open(unlock, slot.parameters())) {
          return Optional.of(rewrapped(slot, protector, secret));
        } catch (VaultException.KeyUnavailable e) {
          // Another secret, or a token that is not plugged in: the next one may be it.
        }
      }
    }
    return Optional.empty();
  }

  /** It must be the slot's own secret: it opens what was there, and what it wrapped anew. */
  private SlotRow rewrapped(SlotRow slot, KeyProtector protector, byte[] secret) {
    byte[] context = what.context(vault, slot);
    Arrays.fill(protector.unwrap(what.wrappedIn(slot).toArray(), context), (byte) 0);
    byte[] wrapped = protector.wrap(secret, context);
    byte[] again = protector.unwrap(wrapped, context);
    boolean same = Arrays.equals(again, secret);
    Arrays.fill(again, (byte) 0);
    if (!same) {
      throw new VaultException.KeyUnavailable(
          "the slot " + slot.uri() + " does not give back what it wrapped; nothing was changed");
    }
    return what.wrapping(slot, Bytes.wrap(wrapped));
  }

  private Optional<SlotRow> asRecipient(SlotRow slot, byte[] secret) {
    if (!slot.wraps()) {
      return Optional.empty();
    }
    ProtectorUri uri = new ProtectorUri(slot.uri());
    return Protectors.of(slot.kind())
        .recipient(uri, slot.parameters())
        .map(
            protector -> {
              try (protector) {
                byte[] wrapped = protector.wrap(secret, what.context(vault, slot));
                return what.wrapping(slot, Bytes.wrap(wrapped));
              }
            });
  }
}

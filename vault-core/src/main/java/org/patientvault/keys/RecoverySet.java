package org.patientvault.keys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/**
 * One splitting of a recovery key: for which vault, its random id, and how many of how many shares
 * are needed. No secret; each share says all of it.
 */
record RecoverySet(VaultId vault, Bytes id, int needed, int of) {
  static final int ID_BYTES = 8;
  static final int KEY_CHECK_BYTES = 16;
  static final int MIN_NEEDED = 2;
  static final int MAX_SHARES = 16;

  RecoverySet {
    if (needed < MIN_NEEDED || needed > of || of > MAX_SHARES) {
      throw new VaultException.InvalidInput(
          "of " + of + " shares, " + needed + " cannot be needed: at least 2, of at most 16");
    }
    if (id.size() != ID_BYTES) {
      throw new IllegalArgumentException("a set's id has 8 bytes, not " + id.size());
    }
  }

  /** The set that all of {@code shares} belong to, of which they are enough. */
  static RecoverySet of(VaultId vault, List<RecoveryShare> shares) {
    if (shares.isEmpty()) {
      throw new VaultException.InvalidInput("there is no share");
    }
    RecoverySet set = shares.get(0).set();
    Set<Integer> seen = new HashSet<>();
    for (RecoveryShare share : shares) {
      if (!share.set().vault().equals(vault)) {
        throw new VaultException.InvalidInput(
            share + " is for the vault " + share.set().vault() + ", not for " + vault);
      }
      if (!share.set().equals(set)) {
        throw new VaultException.InvalidInput(
            share + " is not of the same set as " + shares.get(0) + ": two splittings do not mix");
      }
      if (!seen.add(share.number())) {
        throw new VaultException.InvalidInput(share + " is there twice");
      }
    }
    if (shares.size() < set.needed()) {
      throw new VaultException.InvalidInput(
          "set "
              + set.id().hex()
              + " needs "
              + set.needed()
              + " shares; there are "
              + shares.size()
              + ": "
              + numbers(shares));
    }
    return set;
  }

  static String numbers(List<RecoveryShare> shares) {
    return shares.stream()
        .map(share -> String.valueOf(share.number()))
        .collect(Collectors.joining(", "));
  }

  /** 16 bytes that only the right key gives; every share holds them. */
  byte[] keyCheck(byte[] seed) {
    ByteBuffer info =
        ByteBuffer.allocate(5 + 2 + VaultId.SIZE_BYTES + ID_BYTES)
            .put("PVrk1".getBytes(StandardCharsets.US_ASCII))
            .put((byte) needed)
            .put((byte) of)
            .put(vault.value().toArray())
            .put(id.toArray());
    return XWingProtector.hkdf(seed, info.array(), KEY_CHECK_BYTES);
  }

  ProtectorUri uri(RecoveryRecipient recipient) {
    return new ProtectorUri(
        "recovery:"
            + recipient.fingerprint().hex()
            + "?set="
            + id.hex()
            + "&k="
            + needed
            + "&n="
            + of);
  }
}

package org.patientvault.keys;

import java.util.Arrays;
import java.util.Optional;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultException.KeyUnavailable.Reason;

/**
 * Protects a slot with a recovery key: wrapped to its public half, so that who opens the vault each
 * day cannot open this slot, and need not to wrap it again.
 */
final class RecoveryProvider implements ProtectorProvider {
  @Override
  public String kind() {
    return Unlock.RECOVERY;
  }

  @Override
  public KeyProtector create(Unlock unlock) {
    try (RecoveryKey key = read(unlock)) {
      ProtectorUri uri = unlock.uri().path().isEmpty() ? key.recipient().uri() : unlock.uri();
      checkUri(uri, key.recipient());
      return key.protector(uri);
    }
  }

  private static void checkUri(ProtectorUri uri, RecoveryRecipient recipient) {
    uri.requireOnly("held", "set", "k", "n");
    if (!uri.path().equals(recipient.fingerprint().hex())) {
      throw new VaultException.InvalidInput(
          "the URI " + uri + " is not that of the recovery key " + recipient.fingerprint().hex());
    }
  }

  @Override
  public KeyProtector open(Unlock unlock, Bytes parameters) {
    RecoveryRecipient recipient = RecoveryRecipient.ofSlot(parameters);
    try (RecoveryKey key = read(unlock)) {
      if (!key.recipient().equals(recipient)) {
        throw new VaultException.KeyUnavailable(
            Reason.WRONG_SECRET,
            "the recovery key is "
                + key.recipient().fingerprint().hex()
                + ", and the slot is for "
                + recipient.fingerprint().hex(),
            null);
      }
      return key.protector(unlock.uri());
    }
  }

  @Override
  public Optional<KeyProtector> recipient(ProtectorUri uri, Bytes parameters) {
    RecoveryRecipient recipient = RecoveryRecipient.ofSlot(parameters);
    checkUri(uri, recipient);
    return Optional.of(new XWingProtector(uri, recipient, null));
  }

  private static RecoveryKey read(Unlock unlock) {
    char[] text = Passphrase.read(unlock.secret());
    try {
      return RecoveryKey.parse(text);
    } finally {
      Arrays.fill(text, '\0');
    }
  }
}

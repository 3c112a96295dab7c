package org.patientvault.internal.crypto;

import java.util.Arrays;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/**
 * Wraps patients' keys for storage, each bound to its vault, patient and version.
 *
 * <p>Safe for use by several threads. Format: docs/formats/key-hierarchy.md.
 */
public final class PatientKeyWrap {
  private final VaultId vault;
  private final KeysetAead keys;

  PatientKeyWrap(VaultId vault, Keyset keyset, Renewal renewal) {
    this.vault = vault;
    this.keys = new KeysetAead(keyset, renewal);
  }

  void renew(Keyset keyset) {
    keys.renew(keyset);
  }

  void drop(VaultException.KeyUnavailable why) {
    keys.drop(why);
  }

  /**
   * Whether patients' keys may be used at all, those too that are unwrapped already.
   *
   * @throws VaultException.KeyUnavailable when the vault's keys were dropped
   */
  public void checkHeld() {
    keys.checkHeld();
  }

  /** Whether the key that wraps now wrapped this too. */
  public boolean isCurrent(Bytes wrapped) {
    return TinkWire.claimedKeyId(wrapped.unsafeArray(), 0, wrapped.size(), "a wrapped key")
        == keys.primaryId();
  }

  /** 97 bytes, different ones on each call. */
  public Bytes wrap(PatientRef patient, PatientKey key) {
    byte[] material = key.toArray();
    try {
      return Bytes.of(keys.seal(material, binding("PVpk1", patient, key.version())));
    } finally {
      Arrays.fill(material, (byte) 0);
    }
  }

  /**
   * Unwraps what {@link #wrap} gave for this patient and version.
   *
   * @throws VaultException.Tampered when it is anything else
   */
  public PatientKey unwrap(PatientRef patient, int version, Bytes wrapped) {
    String what = "key version " + version + " of patient " + patient;
    byte[] material = keys.open(wrapped.toArray(), binding("PVpk1", patient, version), what);
    if (material.length != PatientKey.SIZE_BYTES) {
      throw new VaultException.Tampered(what + " unwraps to " + material.length + " bytes");
    }
    return new PatientKey(version, material);
  }

  /**
   * Thirty-two bytes that commit to the whole key and tell nothing about it: what the log says of a
   * key row. The same for the same key, however often it is wrapped again.
   */
  public Bytes commitment(PatientRef patient, PatientKey key) {
    byte[] material = key.toArray();
    try {
      byte[] message =
          Encoding.of("PVpc1")
              .fixed(vault.value())
              .fixed(patient.value())
              .u32(key.version())
              .bytes(Arrays.copyOf(material, PatientKey.DATA_KEY_BYTES))
              .toArray();
      return Bytes.of(Hmac.sha256(key.tagKey(), message));
    } finally {
      Arrays.fill(material, (byte) 0);
    }
  }

  private byte[] binding(String magic, PatientRef patient, int version) {
    return Encoding.of(magic).fixed(vault.value()).fixed(patient.value()).u32(version).toArray();
  }
}

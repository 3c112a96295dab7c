package org.patientvault.internal.crypto;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.util.SecretBytes;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/** Tink's own AES-GCM over the bytes of a patient key, with the key's version as key id. */
final class StockTink {
  private StockTink() {}

  @AccessesPartialKey
  static Aead aead(PatientKey key) throws GeneralSecurityException {
    byte[] dataKey = Arrays.copyOf(key.toArray(), PatientKey.DATA_KEY_BYTES);
    AesGcmKey imported =
        AesGcmKey.builder()
            .setParameters(PredefinedAeadParameters.AES256_GCM)
            .setKeyBytes(SecretBytes.copyFrom(dataKey, InsecureSecretKeyAccess.get()))
            .setIdRequirement(key.version())
            .build();
    return KeysetHandle.newBuilder()
        .setConfiguration(AeadConfig2026.get())
        .addEntry(KeysetHandle.importKey(imported).makePrimary())
        .build()
        .getPrimitive(AeadConfig2026.get(), Aead.class);
  }

  static byte[] associatedData(GroupContext context, PatientKey key) {
    byte[] scratch = new byte[GroupBinding.MAX_BYTES];
    return Arrays.copyOf(scratch, GroupBinding.encode(scratch, context, key.version()));
  }
}

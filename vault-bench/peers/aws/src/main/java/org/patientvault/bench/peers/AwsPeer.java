package org.patientvault.bench.peers;

import com.amazonaws.encryptionsdk.AwsCrypto;
import com.amazonaws.encryptionsdk.CryptoAlgorithm;
import com.amazonaws.encryptionsdk.CryptoMaterialsManager;
import com.amazonaws.encryptionsdk.caching.CachingCryptoMaterialsManager;
import com.amazonaws.encryptionsdk.caching.LocalCryptoMaterialsCache;
import com.amazonaws.encryptionsdk.jce.JceMasterKey;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The AWS Encryption SDK as fast as it gets: data keys cached, no signature. */
final class AwsPeer {
  private static final Map<String, String> CONTEXT = Map.of("patient", "p-1", "record", "r-1");

  private final AwsCrypto crypto =
      AwsCrypto.builder()
          .withEncryptionAlgorithm(CryptoAlgorithm.ALG_AES_256_GCM_HKDF_SHA512_COMMIT_KEY)
          .build();
  private final CryptoMaterialsManager materials = caching();

  private static CryptoMaterialsManager caching() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    SecretKey wrapping = new SecretKeySpec(key, "AES");
    return CachingCryptoMaterialsManager.newBuilder()
        .withMasterKeyProvider(
            JceMasterKey.getInstance(wrapping, "bench", "bench", "AES/GCM/NoPadding"))
        .withCache(new LocalCryptoMaterialsCache(1_000))
        .withMaxAge(1, TimeUnit.HOURS)
        .build();
  }

  byte[] seal(byte[] text) {
    return crypto.encryptData(materials, text, CONTEXT).getResult();
  }

  byte[] open(byte[] sealed) {
    return crypto.decryptData(materials, sealed).getResult();
  }
}

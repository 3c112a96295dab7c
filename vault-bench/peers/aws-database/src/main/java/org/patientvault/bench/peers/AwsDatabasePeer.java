package org.patientvault.bench.peers;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.cryptography.dbencryptionsdk.dynamodb.itemencryptor.DynamoDbItemEncryptor;
import software.amazon.cryptography.dbencryptionsdk.dynamodb.itemencryptor.model.DecryptItemInput;
import software.amazon.cryptography.dbencryptionsdk.dynamodb.itemencryptor.model.DynamoDbItemEncryptorConfig;
import software.amazon.cryptography.dbencryptionsdk.dynamodb.itemencryptor.model.EncryptItemInput;
import software.amazon.cryptography.dbencryptionsdk.structuredencryption.model.CryptoAction;
import software.amazon.cryptography.materialproviders.IKeyring;
import software.amazon.cryptography.materialproviders.MaterialProviders;
import software.amazon.cryptography.materialproviders.model.AesWrappingAlg;
import software.amazon.cryptography.materialproviders.model.CreateRawAesKeyringInput;
import software.amazon.cryptography.materialproviders.model.DBEAlgorithmSuiteId;
import software.amazon.cryptography.materialproviders.model.MaterialProvidersConfig;

/** The AWS Database Encryption SDK with a key held locally and no signature. */
public final class AwsDatabasePeer implements Peer {
  private static final int FIELDS = 12;
  private static final String KEY = "pk";

  private final DynamoDbItemEncryptor encryptor = newEncryptor();
  private Map<String, AttributeValue> kept = Map.of();

  private AwsDatabasePeer() {}

  private static DynamoDbItemEncryptor newEncryptor() {
    Map<String, CryptoAction> actions = new HashMap<>();
    actions.put(KEY, CryptoAction.SIGN_ONLY);
    for (int i = 0; i < FIELDS; i++) {
      actions.put("f" + i, CryptoAction.ENCRYPT_AND_SIGN);
    }
    DynamoDbItemEncryptorConfig config =
        DynamoDbItemEncryptorConfig.builder()
            .logicalTableName("visits")
            .partitionKeyName(KEY)
            .attributeActionsOnEncrypt(actions)
            .keyring(keyring())
            .algorithmSuiteId(
                DBEAlgorithmSuiteId.ALG_AES_256_GCM_HKDF_SHA512_COMMIT_KEY_SYMSIG_HMAC_SHA384)
            .build();
    return DynamoDbItemEncryptor.builder().DynamoDbItemEncryptorConfig(config).build();
  }

  private static IKeyring keyring() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return MaterialProviders.builder()
        .MaterialProvidersConfig(MaterialProvidersConfig.builder().build())
        .build()
        .CreateRawAesKeyring(
            CreateRawAesKeyringInput.builder()
                .keyNamespace("bench")
                .keyName("bench")
                .wrappingKey(ByteBuffer.wrap(key))
                .wrappingAlg(AesWrappingAlg.ALG_AES256_GCM_IV12_TAG16)
                .build());
  }

  public static void main(String[] arguments) throws Exception {
    PeerServer.serve(new AwsDatabasePeer());
  }

  @Override
  public String remark() {
    return "no signature; binds table, key and attribute names; commits to the key";
  }

  @Override
  public int seal(byte[][] fields) {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put(KEY, AttributeValue.builder().s("p-1").build());
    for (int i = 0; i < fields.length; i++) {
      item.put("f" + i, AttributeValue.builder().b(SdkBytes.fromByteArray(fields[i])).build());
    }
    kept =
        encryptor.EncryptItem(EncryptItemInput.builder().plaintextItem(item).build())
            .encryptedItem();
    return kept.size();
  }

  @Override
  public int open() {
    Map<String, AttributeValue> item =
        encryptor.DecryptItem(DecryptItemInput.builder().encryptedItem(kept).build())
            .plaintextItem();
    return bytes(item);
  }

  @Override
  public int sealedBytes() {
    return bytes(kept);
  }

  private static int bytes(Map<String, AttributeValue> item) {
    return item.values().stream()
        .filter(value -> value.b() != null)
        .mapToInt(value -> value.b().asByteArrayUnsafe().length)
        .sum();
  }
}

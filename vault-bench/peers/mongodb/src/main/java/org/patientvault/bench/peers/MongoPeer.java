package org.patientvault.bench.peers;

import com.mongodb.internal.crypt.capi.MongoCrypt;
import com.mongodb.internal.crypt.capi.MongoCryptContext;
import com.mongodb.internal.crypt.capi.MongoCryptContext.State;
import com.mongodb.internal.crypt.capi.MongoCryptOptions;
import com.mongodb.internal.crypt.capi.MongoCrypts;
import com.mongodb.internal.crypt.capi.MongoDataKeyOptions;
import com.mongodb.internal.crypt.capi.MongoExplicitEncryptOptions;
import com.mongodb.internal.crypt.capi.MongoLocalKmsProviderOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.RawBsonDocument;

/** MongoDB's explicit client-side encryption with a key held locally, field by field. */
public final class MongoPeer extends FieldByField {
  private static final int LOCAL_KEY_BYTES = 96;
  private static final byte ENCRYPTED = 6;

  private final MongoCrypt crypt = MongoCrypts.create(options());
  private final RawBsonDocument dataKey = newDataKey();

  private MongoPeer() {}

  private static MongoCryptOptions options() {
    byte[] key = new byte[LOCAL_KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return MongoCryptOptions.builder()
        .localKmsProviderOptions(
            MongoLocalKmsProviderOptions.builder().localMasterKey(ByteBuffer.wrap(key)).build())
        .build();
  }

  private RawBsonDocument newDataKey() {
    MongoDataKeyOptions options =
        new MongoDataKeyOptions.Builder()
            .keyAltNames(List.of())
            .masterKey(new BsonDocument())
            .build();
    return finished(crypt.createDataKeyContext("local", options));
  }

  public static void main(String[] arguments) throws Exception {
    PeerServer.serve(new MongoPeer());
  }

  @Override
  public String remark() {
    return "AES-CBC with HMAC, random; one key for all; binds no place; commits by its HMAC";
  }

  @Override
  protected byte[] sealField(byte[] text) {
    BsonDocument value =
        new BsonDocument("v", new BsonString(new String(text, StandardCharsets.UTF_8)));
    MongoExplicitEncryptOptions options =
        MongoExplicitEncryptOptions.builder()
            .keyId(dataKey.getBinary("_id"))
            .algorithm("AEAD_AES_256_CBC_HMAC_SHA_512-Random")
            .build();
    return finished(crypt.createExplicitEncryptionContext(value, options)).getBinary("v").getData();
  }

  @Override
  protected byte[] openField(byte[] sealed) {
    BsonDocument value = new BsonDocument("v", new BsonBinary(ENCRYPTED, sealed));
    return finished(crypt.createExplicitDecryptionContext(value))
        .getString("v")
        .getValue()
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Hands the context the key it asks for, until it is done. */
  private RawBsonDocument finished(MongoCryptContext context) {
    try (context) {
      while (context.getState() != State.READY) {
        if (context.getState() == State.NEED_MONGO_KEYS) {
          context.addMongoOperationResult(dataKey);
          context.completeMongoOperation();
        } else {
          context.completeKeyDecryptors();
        }
      }
      return context.finish();
    }
  }
}

package org.patientvault.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import org.bouncycastle.crypto.AsymmetricBlockCipher;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.encodings.OAEPEncoding;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.RSAEngine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.junit.jupiter.api.Test;
import org.patientvault.internal.crypto.Vectors;
import org.patientvault.model.Bytes;

/**
 * docs/formats/vectors/token-slot.json: made by a second writer from the page alone, with Bouncy
 * Castle in the place of a token, and opened by the product; and the reverse. The RSA key is made
 * by the command in the file, and stands there.
 */
class TokenSlotVectorsTest {
  private static final String FILE = "token-slot.json";
  private static final String URI = "pkcs11:token=t;object=kek?module-path=/usr/lib/p11.so";
  private static final byte[] AES_KEY = Vectors.counting(0x80, 32);
  private static final byte[] FRESH_KEY = Vectors.counting(0xA0, 32);
  private static final byte[] IV = Vectors.counting(0xC0, 12);
  private static final byte[] KEYSET = Vectors.counting(0, 100);
  private static final byte[] CONTEXT =
      joined(
          ascii("PVsl1"), Vectors.counting(0x10, 16), Vectors.counting(0x40, 16), new byte[] {1});
  private static final byte[] KEY_ID = Vectors.counting(0x30, 16);
  private static final String SERIAL = "0a1b2c3d";

  private final RSAPrivateCrtKey rsa = rsa();

  private static RSAPrivateCrtKey rsa() {
    try {
      byte[] stored = Vectors.bytes(Vectors.read(FILE), "rsa_key");
      return (RSAPrivateCrtKey)
          KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(stored));
    } catch (Exception e) {
      throw new AssertionError("no RSA key in " + FILE, e);
    }
  }

  @Test
  void theFile_isWhatTheSecondWriterMakes() throws Exception {
    ObjectNode file = Vectors.object();
    file.put("page", "docs/formats/key-hierarchy.md");
    file.put(
        "made_by",
        "mvn -pl vault-core test -Dtest=TokenSlotVectorsTest -Dpatientvault.vectors=write; rsa_key"
            + " by openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 | openssl pkcs8"
            + " -topk8 -nocrypt -outform DER");
    file.put("context", Vectors.hex(CONTEXT));
    file.put("keyset", Vectors.hex(KEYSET));
    file.put("aes_key", Vectors.hex(AES_KEY));
    file.put("serial", SERIAL);
    file.put("key_id", Vectors.hex(KEY_ID));
    file.put("check_context", Vectors.hex(checkContext()));
    file.put("parameters", Vectors.hex(parameters()));
    file.put("wrapped_aes_gcm", Vectors.hex(wrappedByAes(KEYSET, CONTEXT)));
    file.put("rsa_key", Vectors.hex(rsa.getEncoded()));
    file.put("fresh_key", Vectors.hex(FRESH_KEY));
    file.put("wrapped_rsa_oaep", Vectors.hex(wrappedByRsa()));

    Vectors.check(FILE, file);
  }

  private static byte[] checkContext() {
    return joined(ascii("PVtk1"), part(ascii(SERIAL)), part(KEY_ID));
  }

  private static byte[] parameters() throws Exception {
    byte[] check = wrappedByAes(new byte[32], checkContext());
    return joined(new byte[] {1, 3}, part(ascii(SERIAL)), part(KEY_ID), part(check));
  }

  private static byte[] part(byte[] bytes) {
    return joined(new byte[] {(byte) (bytes.length >> 8), (byte) bytes.length}, bytes);
  }

  private static byte[] wrappedByAes(byte[] keyset, byte[] context) throws Exception {
    byte[] header = {1, 3};
    return joined(header, IV, gcm(true, AES_KEY, IV, joined(header, context), keyset));
  }

  private byte[] wrappedByRsa() throws Exception {
    RSAKeyParameters open = new RSAKeyParameters(false, rsa.getModulus(), rsa.getPublicExponent());
    byte[] wrappedKey = oaep(true, new ParametersWithRandom(open, new CountingRandom()), FRESH_KEY);
    byte[] header = joined(new byte[] {1, 4}, part(wrappedKey));
    return joined(header, IV, gcm(true, FRESH_KEY, IV, joined(header, CONTEXT), KEYSET));
  }

  @Test
  void product_opensTheVectors() throws Exception {
    JsonNode file = Vectors.read(FILE);

    assertThat(unwrapped(Mechanism.TOKEN_AES_GCM, Vectors.bytes(file, "wrapped_aes_gcm")))
        .isEqualTo(KEYSET);
    assertThat(unwrapped(Mechanism.TOKEN_RSA_OAEP, Vectors.bytes(file, "wrapped_rsa_oaep")))
        .isEqualTo(KEYSET);
    TokenParameters parameters = TokenParameters.parse(Bytes.of(Vectors.bytes(file, "parameters")));
    assertThat(parameters.serial()).isEqualTo(SERIAL);
    assertThat(parameters.keyId()).isEqualTo(Bytes.of(KEY_ID));
    assertThat(TokenParameters.checkContext(SERIAL, parameters.keyId())).isEqualTo(checkContext());
  }

  @Test
  void secondReader_opensWhatTheProductWraps() throws Exception {
    byte[] byAes = wrapping(Mechanism.TOKEN_AES_GCM, null).wrap(KEYSET, CONTEXT);
    assertThat(Arrays.copyOf(byAes, 2)).containsExactly(1, 3);
    byte[] aesIv = Arrays.copyOfRange(byAes, 2, 14);
    byte[] aesSealed = Arrays.copyOfRange(byAes, 14, byAes.length);
    assertThat(gcm(false, AES_KEY, aesIv, joined(new byte[] {1, 3}, CONTEXT), aesSealed))
        .isEqualTo(KEYSET);

    byte[] byRsa = wrapping(Mechanism.TOKEN_RSA_OAEP, publicKey()).wrap(KEYSET, CONTEXT);
    assertThat(Arrays.copyOf(byRsa, 4)).containsExactly(1, 4, 1, 0);
    byte[] header = Arrays.copyOf(byRsa, 4 + 256);
    byte[] fresh =
        oaep(
            false,
            new RSAKeyParameters(true, rsa.getModulus(), rsa.getPrivateExponent()),
            Arrays.copyOfRange(byRsa, 4, 4 + 256));
    byte[] iv = Arrays.copyOfRange(byRsa, 260, 272);
    byte[] sealed = Arrays.copyOfRange(byRsa, 272, byRsa.length);
    assertThat(gcm(false, fresh, iv, joined(header, CONTEXT), sealed)).isEqualTo(KEYSET);
  }

  private byte[] unwrapped(Mechanism mechanism, byte[] wrapped) throws Exception {
    TokenWrapping.check(wrapped, mechanism, new ProtectorUri(URI));
    byte[] given = wrapping(mechanism, null).unwrapInToken(wrapped, CONTEXT);
    return TokenWrapping.finish(mechanism, given, wrapped, CONTEXT);
  }

  private PublicKey publicKey() throws Exception {
    return KeyFactory.getInstance("RSA")
        .generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent()));
  }

  private TokenWrapping wrapping(Mechanism mechanism, PublicKey publicKey) {
    Pkcs11Uri uri = Pkcs11Uri.parse(new ProtectorUri(URI));
    Cryptoki.Token token = new Cryptoki.Token(1, "t", SERIAL, "", "", 0);
    TokenLogin.Session session = new TokenLogin.Session(new WithKeysHere(), 1, token, 1);
    return new TokenWrapping(uri, session, new TokenKey(1, mechanism, Bytes.of(KEY_ID), publicKey));
  }

  /** In the place of a token that holds the keys of the vectors. */
  private final class WithKeysHere extends OtherCryptoki {
    WithKeysHere() {
      super(null);
    }

    @Override
    public byte[] encryptGcm(long session, long key, byte[] iv, byte[] associated, byte[] plain) {
      return answer(() -> gcm(true, AES_KEY, iv, associated, plain));
    }

    @Override
    public byte[] decryptGcm(long session, long key, byte[] iv, byte[] associated, byte[] sealed) {
      return answer(() -> gcm(false, AES_KEY, iv, associated, sealed));
    }

    @Override
    public byte[] decryptOaep(long session, long key, byte[] wrapped) {
      return answer(
          () ->
              oaep(
                  false,
                  new RSAKeyParameters(true, rsa.getModulus(), rsa.getPrivateExponent()),
                  wrapped));
    }
  }

  private interface Step {
    byte[] take() throws InvalidCipherTextException;
  }

  private static byte[] answer(Step step) {
    try {
      return step.take();
    } catch (InvalidCipherTextException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] gcm(boolean seal, byte[] key, byte[] iv, byte[] associated, byte[] text)
      throws InvalidCipherTextException {
    GCMModeCipher gcm = GCMBlockCipher.newInstance(AESEngine.newInstance());
    gcm.init(seal, new AEADParameters(new KeyParameter(key), 128, iv, associated));
    byte[] out = new byte[gcm.getOutputSize(text.length)];
    int length = gcm.processBytes(text, 0, text.length, out, 0);
    gcm.doFinal(out, length);
    return out;
  }

  private static byte[] oaep(boolean seal, CipherParameters key, byte[] text)
      throws InvalidCipherTextException {
    AsymmetricBlockCipher oaep =
        new OAEPEncoding(new RSAEngine(), new SHA256Digest(), new SHA256Digest(), null);
    oaep.init(seal, key);
    return oaep.processBlock(text, 0, text.length);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** So that the file can be made again. */
  private static final class CountingRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(Vectors.counting(0x50, bytes.length), 0, bytes, 0, bytes.length);
    }
  }
}

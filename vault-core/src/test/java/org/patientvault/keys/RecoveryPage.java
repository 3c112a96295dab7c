package org.patientvault.keys;

import com.codahale.shamir.Scheme;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;
import org.bouncycastle.math.ec.rfc7748.X25519;

/**
 * A second reader and writer of docs/formats/key-hierarchy.md, "Recovery": made from the page and
 * the draft of X-Wing, without the product and without Bouncy Castle's X-Wing; another library for
 * Shamir's scheme.
 */
final class RecoveryPage {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final byte[] XWING_LABEL = {0x5c, 0x2e, 0x2f, 0x2f, 0x5e, 0x5c};

  private RecoveryPage() {}

  /** Both private keys of X-Wing, from its seed. */
  private static byte[] expand(byte[] seed) {
    SHAKEDigest shake = new SHAKEDigest(256);
    shake.update(seed, 0, seed.length);
    byte[] expanded = new byte[96];
    shake.doFinal(expanded, 0, 96);
    return expanded;
  }

  private static MLKEMPrivateKeyParameters mlKem(byte[] seed) {
    return new MLKEMPrivateKeyParameters(
        MLKEMParameters.ml_kem_768, Arrays.copyOf(expand(seed), 64));
  }

  private static byte[] x25519(byte[] seed) {
    return Arrays.copyOfRange(expand(seed), 64, 96);
  }

  static byte[] publicKey(byte[] seed) {
    byte[] point = new byte[32];
    X25519.scalarMultBase(x25519(seed), 0, point, 0);
    return join(mlKem(seed).getPublicKeyParameters().getEncoded(), point);
  }

  /** Encapsulation 1120 || shared secret 32, from 64 bytes of randomness. */
  static byte[] encapsulate(byte[] publicKey, byte[] random) {
    MLKEMPublicKeyParameters mlKem =
        new MLKEMPublicKeyParameters(MLKEMParameters.ml_kem_768, Arrays.copyOf(publicKey, 1184));
    SecretWithEncapsulation first =
        MLKEMGenerator.internalGenerateEncapsulated(mlKem, Arrays.copyOf(random, 32));
    byte[] ephemeral = Arrays.copyOfRange(random, 32, 64);
    byte[] point = new byte[32];
    X25519.scalarMultBase(ephemeral, 0, point, 0);
    byte[] theirs = Arrays.copyOfRange(publicKey, 1184, 1216);
    byte[] second = new byte[32];
    X25519.scalarMult(ephemeral, 0, theirs, 0, second, 0);
    return join(first.getEncapsulation(), point, combine(first.getSecret(), second, point, theirs));
  }

  static byte[] decapsulate(byte[] seed, byte[] encapsulation) {
    byte[] first =
        new MLKEMExtractor(mlKem(seed)).extractSecret(Arrays.copyOf(encapsulation, 1088));
    byte[] point = Arrays.copyOfRange(encapsulation, 1088, 1120);
    byte[] second = new byte[32];
    X25519.scalarMult(x25519(seed), 0, point, 0, second, 0);
    return combine(first, second, point, Arrays.copyOfRange(publicKey(seed), 1184, 1216));
  }

  private static byte[] combine(byte[] first, byte[] second, byte[] point, byte[] theirs) {
    return hash("SHA3-256", first, second, point, theirs, XWING_LABEL);
  }

  static byte[] fingerprint(byte[] publicKey) {
    return Arrays.copyOf(hash("SHA-256", ascii("PVrf1"), publicKey), 16);
  }

  static byte[] parameters(byte[] publicKey) {
    return join(new byte[] {1}, publicKey, fingerprint(publicKey));
  }

  static byte[] wrap(byte[] publicKey, byte[] random, byte[] iv, byte[] context, byte[] keyset) {
    byte[] both = encapsulate(publicKey, random);
    byte[] head = join(new byte[] {1, 8}, Arrays.copyOf(both, 1120));
    byte[] key = key(Arrays.copyOfRange(both, 1120, 1152), publicKey, context);
    return join(head, iv, gcm(Cipher.ENCRYPT_MODE, key, iv, join(head, context), keyset));
  }

  static byte[] unwrap(byte[] seed, byte[] context, byte[] wrapped) {
    if (wrapped.length < 1150 || wrapped[0] != 1 || wrapped[1] != 8) {
      throw new AssertionError("no wrapped keyset of a recovery slot");
    }
    byte[] head = Arrays.copyOf(wrapped, 1122);
    byte[] secret = decapsulate(seed, Arrays.copyOfRange(wrapped, 2, 1122));
    byte[] key = key(secret, publicKey(seed), context);
    byte[] iv = Arrays.copyOfRange(wrapped, 1122, 1134);
    byte[] sealed = Arrays.copyOfRange(wrapped, 1134, wrapped.length);
    return gcm(Cipher.DECRYPT_MODE, key, iv, join(head, context), sealed);
  }

  private static byte[] key(byte[] secret, byte[] publicKey, byte[] context) {
    return hkdf(secret, join(ascii("PVrc1"), fingerprint(publicKey), context));
  }

  /** RFC 5869 with SHA-256, no salt, one block. */
  private static byte[] hkdf(byte[] secret, byte[] info) {
    return hmac(hmac(new byte[32], secret), join(info, new byte[] {1}));
  }

  /** A share, of which {@code value} is the part that is secret. */
  static byte[] share(
      int needed, int of, int number, byte[] vault, byte[] set, byte[] value, byte[] seed) {
    byte[] keyCheck = Arrays.copyOf(keyCheck(needed, of, vault, set, seed), 16);
    byte[] body =
        join(new byte[] {1, (byte) needed, (byte) of, (byte) number}, vault, set, value, keyCheck);
    return withCheck("PVsh1", body, 4);
  }

  private static byte[] keyCheck(int needed, int of, byte[] vault, byte[] set, byte[] seed) {
    return hkdf(seed, join(ascii("PVrk1"), new byte[] {(byte) needed, (byte) of}, vault, set));
  }

  static byte[] seedBytes(byte[] seed) {
    return withCheck("PVse1", join(new byte[] {1}, seed), 7);
  }

  static byte[] publicKeyBytes(byte[] publicKey) {
    return withCheck("PVre1", join(new byte[] {1}, publicKey), 3);
  }

  static byte[] withCheck(String name, byte[] body, int size) {
    return join(body, Arrays.copyOf(hash("SHA-256", ascii(name), body), size));
  }

  /** The seed that shares give, after everything that the page demands of them. */
  static byte[] joinShares(List<byte[]> shares) {
    Map<Integer, byte[]> values = new HashMap<>();
    byte[] first = shares.get(0);
    for (byte[] share : shares) {
      check(share.length == 80 && share[0] == 1, "version");
      check(Arrays.equals(withCheck("PVsh1", Arrays.copyOf(share, 76), 4), share), "check");
      check(Arrays.equals(share, 1, 3, first, 1, 3), "k and n");
      check(Arrays.equals(share, 4, 28, first, 4, 28), "vault and set");
      check(values.put((int) share[3], Arrays.copyOfRange(share, 28, 60)) == null, "twice");
    }
    int needed = first[1];
    check(shares.size() >= needed, "enough");
    byte[] seed = new Scheme(new SecureRandom(), first[2], needed).join(values);
    byte[] vault = Arrays.copyOfRange(first, 4, 20);
    byte[] set = Arrays.copyOfRange(first, 20, 28);
    byte[] keyCheck = Arrays.copyOf(keyCheck(needed, first[2], vault, set, seed), 16);
    for (byte[] share : shares) {
      check(Arrays.equals(keyCheck, Arrays.copyOfRange(share, 60, 76)), "key check");
    }
    return seed;
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("refused: " + what);
    }
  }

  static String text(String mark, byte[] bytes) {
    StringBuilder text = new StringBuilder(mark).append('\n');
    int number = 0;
    for (String row : rows(mark, bytes)) {
      text.append(++number).append(':').append(row.replaceAll("(.{1,4})", " $1")).append('\n');
    }
    return text.toString();
  }

  static String code(String mark, byte[] bytes) {
    return mark + ":" + String.join("", rows(mark, bytes));
  }

  private static List<String> rows(String mark, byte[] bytes) {
    List<String> rows = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += 10) {
      byte[] row = Arrays.copyOfRange(bytes, at, at + 10);
      rows.add(base32(row, 80) + base32(rowCheck(mark, rows.size() + 1, row), 10));
    }
    return rows;
  }

  private static byte[] rowCheck(String mark, int number, byte[] row) {
    return hash("SHA-256", ascii("PVrow"), ascii(mark), new byte[] {(byte) number}, row);
  }

  /** The first {@code bits} of {@code bytes}, five in each character. */
  private static String base32(byte[] bytes, int bits) {
    BigInteger number = new BigInteger(1, bytes).shiftRight(8 * bytes.length - bits);
    StringBuilder characters = new StringBuilder();
    for (int shift = bits - 5; shift >= 0; shift -= 5) {
      characters.append(ALPHABET.charAt(number.shiftRight(shift).intValue() & 31));
    }
    return characters.toString();
  }

  /** The bytes of a text with its rows numbered. */
  static byte[] read(String mark, String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int number = 0;
    for (String line : text.substring(text.indexOf(mark) + mark.length()).strip().split("\n", -1)) {
      number++;
      check(line.startsWith(number + ":"), "row number");
      String row = line.substring(line.indexOf(':') + 1).replace(" ", "").toUpperCase(Locale.ROOT);
      BigInteger value = BigInteger.ZERO;
      for (int i = 0; i < 16; i++) {
        value = value.shiftLeft(5).or(BigInteger.valueOf(ALPHABET.indexOf(row.charAt(i))));
      }
      byte[] bytes = Arrays.copyOfRange(value.setBit(80).toByteArray(), 1, 11);
      check(row.substring(16).equals(base32(rowCheck(mark, number, bytes), 10)), "row check");
      out.writeBytes(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] gcm(int mode, byte[] key, byte[] iv, byte[] associated, byte[] input) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
      cipher.updateAAD(associated);
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] hmac(byte[] key, byte[] data) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] hash(String algorithm, byte[]... parts) {
    try {
      return MessageDigest.getInstance(algorithm).digest(join(parts));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] join(byte[]... parts) {
    ByteBuffer joined = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(p -> p.length).sum());
    Arrays.stream(parts).forEach(joined::put);
    return joined.array();
  }
}

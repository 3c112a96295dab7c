package org.patientvault.keys;

import static org.xipki.pkcs11.wrapper.PKCS11Constants.*;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.patientvault.keys.Cryptoki.Attribute;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultException.KeyUnavailable.Reason;

/**
 * A key in a token that was found fit to wrap: it was made there, never left it, and does nothing
 * without a login.
 *
 * @param handle good in the start it was found in
 * @param publicKey of an RSA key, read from its private half, which nobody can exchange without a
 *     login
 */
record TokenKey(long handle, Mechanism mechanism, Bytes id, @Nullable PublicKey publicKey) {
  private static final int AES_BYTES = 32;
  private static final int[] RSA_BITS = {3072, 2048};
  private static final int LEAST_RSA_BITS = 2048;
  private static final int ID_BYTES = 16;
  private static final byte[] EXPONENT = {1, 0, 1};
  private static final int FEW = 3;

  /** NSS never sets CKA_LOCAL, but tells an imported key by the two attributes beside it. */
  private static final String NSS = "Mozilla Foundation";

  private static final SecureRandom RANDOM = new SecureRandom();

  /** Where a key is looked for, and which. */
  record Search(TokenLogin.Session in, Pkcs11Uri uri) {
    Cryptoki cryptoki() {
      return in.cryptoki();
    }

    long session() {
      return in.handle();
    }

    Cryptoki.Token token() {
      return in.token();
    }
  }

  /** The mechanism of a new slot: what the URI says, or a key that is there, or what can be. */
  static Mechanism mechanism(Search at) throws CryptokiException {
    Mechanism mechanism =
        at.uri().type().isPresent() ? wanted(at.uri().type().get()) : possible(at);
    if (!isOffered(at, mechanism)) {
      throw new VaultException.KeyUnavailable(
          "the token '"
              + at.token().label()
              + "' cannot "
              + (mechanism == Mechanism.TOKEN_AES_GCM
                  ? "encrypt with AES-GCM; give type=private for RSA"
                  : "decrypt with RSA-OAEP"));
    }
    return mechanism;
  }

  static Mechanism wanted(Pkcs11Uri.Type type) {
    return switch (type) {
      case SECRET_KEY -> Mechanism.TOKEN_AES_GCM;
      case PRIVATE -> Mechanism.TOKEN_RSA_OAEP;
    };
  }

  private static Mechanism possible(Search at) throws CryptokiException {
    boolean aes = handles(at, Mechanism.TOKEN_AES_GCM).length > 0;
    boolean rsa = handles(at, Mechanism.TOKEN_RSA_OAEP).length > 0;
    if (aes && rsa) {
      throw ambiguous(at, "keys of two kinds");
    }
    if (aes || rsa) {
      return aes ? Mechanism.TOKEN_AES_GCM : Mechanism.TOKEN_RSA_OAEP;
    }
    return isOffered(at, Mechanism.TOKEN_AES_GCM)
        ? Mechanism.TOKEN_AES_GCM
        : Mechanism.TOKEN_RSA_OAEP;
  }

  private static boolean isOffered(Search at, Mechanism mechanism) throws CryptokiException {
    return mechanism == Mechanism.TOKEN_AES_GCM
        ? at.cryptoki().offers(at.token().slot(), CKM_AES_GCM, CKF_ENCRYPT)
        : at.cryptoki().offers(at.token().slot(), CKM_RSA_PKCS_OAEP, CKF_DECRYPT);
  }

  /**
   * The one key that fits.
   *
   * @throws VaultException.KeyUnavailable when there is none, more than one, or an unsafe one
   */
  static TokenKey find(Search at, Mechanism mechanism) throws CryptokiException {
    long[] found = handles(at, mechanism);
    if (found.length == 0) {
      checkThere(at);
      throw new VaultException.KeyUnavailable(
          Reason.NOT_THERE,
          "the token '"
              + at.token().label()
              + "' has no key for "
              + at.uri().uri()
              + "; patientvault protector create makes one",
          null);
    }
    if (found.length > 1) {
      throw ambiguous(at, found.length + " keys");
    }
    return checked(at, mechanism, found[0]);
  }

  /** A token that was just unplugged says that it has no keys. */
  private static void checkThere(Search at) throws CryptokiException {
    if (at.cryptoki().tokens().stream().noneMatch(at.token()::is)) {
      throw new CryptokiException(CKR_TOKEN_NOT_PRESENT, "CKR_TOKEN_NOT_PRESENT", null);
    }
  }

  private static VaultException ambiguous(Search at, String what) {
    return new VaultException.KeyUnavailable(
        Reason.AMBIGUOUS,
        "the token '"
            + at.token().label()
            + "' has "
            + what
            + " for "
            + at.uri().uri()
            + "; name one by id= and type=",
        null);
  }

  /** Whether a key is there, of whatever quality. */
  static boolean isThere(Search at, Mechanism mechanism) throws CryptokiException {
    return handles(at, mechanism).length > 0;
  }

  private static long[] handles(Search at, Mechanism mechanism) throws CryptokiException {
    List<Attribute> template = new ArrayList<>();
    template.add(new Attribute(CKA_TOKEN, true));
    template.add(
        new Attribute(
            CKA_CLASS, mechanism == Mechanism.TOKEN_AES_GCM ? CKO_SECRET_KEY : CKO_PRIVATE_KEY));
    template.addAll(name(at.uri().label(), at.uri().id()));
    return at.cryptoki().find(at.session(), template, FEW);
  }

  private static List<Attribute> name(Optional<String> label, Optional<Bytes> id) {
    List<Attribute> name = new ArrayList<>();
    label.ifPresent(text -> name.add(new Attribute(CKA_LABEL, text.toCharArray())));
    id.ifPresent(bytes -> name.add(new Attribute(CKA_ID, bytes.toArray())));
    return name;
  }

  private static TokenKey checked(Search at, Mechanism mechanism, long key)
      throws CryptokiException {
    require(at, key, CKA_PRIVATE, true, "it could be used without a login");
    require(at, key, CKA_SENSITIVE, true, "it can be read out");
    require(at, key, CKA_EXTRACTABLE, false, "it can be taken out of the token");
    require(at, key, CKA_ALWAYS_SENSITIVE, true, "it could be read out before, or was brought in");
    require(
        at, key, CKA_NEVER_EXTRACTABLE, true, "it could be taken out before, or was brought in");
    if (!at.token().manufacturer().equals(NSS)) {
      require(at, key, CKA_LOCAL, true, "it was not made in the token");
    }
    require(at, key, CKA_DECRYPT, true, "it may not decrypt");
    Bytes id = Bytes.of(bytes(at, key, CKA_ID));
    if (mechanism == Mechanism.TOKEN_RSA_OAEP) {
      return new TokenKey(key, mechanism, id, publicKey(at, key));
    }
    require(at, key, CKA_ENCRYPT, true, "it may not encrypt");
    require(at, key, CKA_KEY_TYPE, CKK_AES, "it is no AES key");
    require(at, key, CKA_VALUE_LEN, (long) AES_BYTES, "it is no AES-256 key");
    return new TokenKey(key, mechanism, id, null);
  }

  private static void require(Search at, long key, long attribute, Object value, String else_)
      throws CryptokiException {
    if (!at.cryptoki().attribute(at.session(), key, attribute).equals(Optional.of(value))) {
      throw unsafe(at, else_);
    }
  }

  private static VaultException unsafe(Search at, String why) {
    return new VaultException.KeyUnavailable(
        Reason.UNSAFE,
        "the key for "
            + at.uri().uri()
            + " is not used: "
            + why
            + "; let protector create make one",
        null);
  }

  private static byte[] bytes(Search at, long key, long attribute) throws CryptokiException {
    return at.cryptoki()
        .attribute(at.session(), key, attribute)
        .filter(byte[].class::isInstance)
        .map(byte[].class::cast)
        .orElse(new byte[0]);
  }

  private static PublicKey publicKey(Search at, long key) throws CryptokiException {
    require(at, key, CKA_KEY_TYPE, CKK_RSA, "it is no RSA key");
    BigInteger modulus = new BigInteger(1, bytes(at, key, CKA_MODULUS));
    BigInteger exponent = new BigInteger(1, bytes(at, key, CKA_PUBLIC_EXPONENT));
    if (modulus.bitLength() < LEAST_RSA_BITS) {
      throw unsafe(at, "it has " + modulus.bitLength() + " bits, fewer than " + LEAST_RSA_BITS);
    }
    try {
      return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
    } catch (GeneralSecurityException e) {
      throw unsafe(at, "its public half is no RSA key");
    }
  }

  /**
   * Makes a key in the token, in a writable session.
   *
   * @throws VaultException.KeyUnavailable when somebody made another one at the same time; then
   *     ours is removed
   */
  static void make(Search at, Mechanism mechanism) throws CryptokiException {
    Bytes id = at.uri().id().orElseGet(TokenKey::randomId);
    List<Attribute> name = name(at.uri().label(), Optional.of(id));
    long[] made = mechanism == Mechanism.TOKEN_AES_GCM ? makeAes(at, name) : makeRsa(at, name);
    if (handles(at, mechanism).length > 1) {
      for (long each : made) {
        at.cryptoki().destroy(at.session(), each);
      }
      throw ambiguous(at, "by now another key, made meanwhile,");
    }
  }

  private static Bytes randomId() {
    byte[] id = new byte[ID_BYTES];
    RANDOM.nextBytes(id);
    return Bytes.of(id);
  }

  private static long[] makeAes(Search at, List<Attribute> name) throws CryptokiException {
    List<Attribute> template = new ArrayList<>(name);
    template.addAll(guarded());
    template.add(new Attribute(CKA_ENCRYPT, true));
    template.add(new Attribute(CKA_VALUE_LEN, (long) AES_BYTES));
    return new long[] {at.cryptoki().generateKey(at.session(), CKM_AES_KEY_GEN, template)};
  }

  private static List<Attribute> guarded() {
    return List.of(
        new Attribute(CKA_TOKEN, true),
        new Attribute(CKA_PRIVATE, true),
        new Attribute(CKA_SENSITIVE, true),
        new Attribute(CKA_EXTRACTABLE, false),
        new Attribute(CKA_DECRYPT, true));
  }

  /** As long as the token can: many TPMs end at 2048 bits. */
  private static long[] makeRsa(Search at, List<Attribute> name) throws CryptokiException {
    for (int bits : RSA_BITS) {
      try {
        return makeRsa(at, name, bits);
      } catch (CryptokiException e) {
        if (e.isLoss() || bits == LEAST_RSA_BITS) {
          throw e;
        }
      }
    }
    throw new AssertionError("no length left in " + Arrays.toString(RSA_BITS));
  }

  private static long[] makeRsa(Search at, List<Attribute> name, int bits)
      throws CryptokiException {
    List<Attribute> publicHalf = new ArrayList<>(name);
    publicHalf.add(new Attribute(CKA_TOKEN, true));
    publicHalf.add(new Attribute(CKA_PRIVATE, false));
    publicHalf.add(new Attribute(CKA_ENCRYPT, true));
    publicHalf.add(new Attribute(CKA_MODULUS_BITS, (long) bits));
    publicHalf.add(new Attribute(CKA_PUBLIC_EXPONENT, EXPONENT));
    List<Attribute> privateHalf = new ArrayList<>(name);
    privateHalf.addAll(guarded());
    return at.cryptoki()
        .generateKeyPair(at.session(), CKM_RSA_PKCS_KEY_PAIR_GEN, publicHalf, privateHalf);
  }
}

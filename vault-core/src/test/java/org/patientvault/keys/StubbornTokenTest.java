package org.patientvault.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKR_GENERAL_ERROR;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.model.VaultException.KeyUnavailable;
import org.patientvault.model.VaultException.KeyUnavailable.Reason;
import org.patientvault.tokens.SoftHsm;
import org.patientvault.tokens.TestToken;

/**
 * Tokens that no test can buy: they answer as a real SoftHSM does, but for what their makers'
 * documents say they do otherwise.
 */
@Tag("once")
class StubbornTokenTest {
  private static final byte[] KEYSET = new byte[100];
  private static final byte[] CONTEXT = {1, 2, 3};

  private final SoftHsm token = SoftHsm.make();
  private final ProtectorUri uri = new ProtectorUri(token.uri("kek"));

  @BeforeEach
  void makeKey() {
    new Pkcs11Provider().create(new Unlock(uri, TestToken.PIN::toCharArray)).close();
  }

  private KeyProtector enrol(Cryptoki stubborn) {
    Pkcs11Uri parsed = Pkcs11Uri.parse(uri);
    TokenModule module = new TokenModule("stubborn", stubborn);
    Pin pin = Pin.of(parsed, TestToken.PIN::toCharArray);
    TokenLogin login = module.enter(parsed, Optional.empty(), pin);
    return Pkcs11Protector.enrol(parsed, module, login, Mechanism.TOKEN_AES_GCM);
  }

  private Cryptoki real() {
    return XipkiCryptoki.load(token.module(), null);
  }

  @Test
  void tokenThatAppendsItsOwnIv_isRefusedWhenTheSlotIsMade() {
    Cryptoki luna =
        new OtherCryptoki(real()) {
          @Override
          public byte[] encryptGcm(long session, long key, byte[] iv, byte[] aad, byte[] plain)
              throws CryptokiException {
            byte[] sealed = super.encryptGcm(session, key, new byte[12], aad, plain);
            return Arrays.copyOf(sealed, sealed.length + 16);
          }
        };

    assertThatThrownBy(() -> enrol(luna))
        .isInstanceOfSatisfying(
            KeyUnavailable.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNSAFE))
        .hasMessageContainingAll("16 bytes too long", "type=private");
  }

  @Test
  void tokenThatIgnoresOurIv_isRefusedWhenTheSlotIsMade() {
    Cryptoki cloudHsm =
        new OtherCryptoki(real()) {
          @Override
          public byte[] encryptGcm(long session, long key, byte[] iv, byte[] aad, byte[] plain)
              throws CryptokiException {
            return super.encryptGcm(session, key, new byte[12], aad, plain);
          }
        };

    assertThatThrownBy(() -> enrol(cloudHsm))
        .isInstanceOf(KeyUnavailable.class)
        .hasMessageContainingAll("does not open what it has just wrapped", "type=private");
  }

  @Test
  void generalErrorOfATokenThatDoesNothingAnyMore_isOutOfReach_notAChangedSlot() {
    AtomicInteger failing = new AtomicInteger();
    Cryptoki dying =
        new OtherCryptoki(real()) {
          @Override
          public byte[] decryptGcm(long session, long key, byte[] iv, byte[] aad, byte[] sealed)
              throws CryptokiException {
            if (failing.get() > 0) {
              throw new CryptokiException(CKR_GENERAL_ERROR, "CKR_GENERAL_ERROR", null);
            }
            return super.decryptGcm(session, key, iv, aad, sealed);
          }
        };
    try (KeyProtector protector = enrol(dying)) {
      byte[] wrapped = protector.wrap(KEYSET, CONTEXT);
      failing.set(1);
      assertThatThrownBy(() -> protector.unwrap(wrapped, CONTEXT))
          .isInstanceOfSatisfying(
              KeyUnavailable.class, e -> assertThat(e.reason()).isEqualTo(Reason.OUT_OF_REACH));
      failing.set(0);
      assertThat(protector.unwrap(wrapped, CONTEXT)).isEqualTo(KEYSET);
    }
  }

  @Test
  void generalErrorThatGoesWhenTheModuleIsStartedAgain_isNotSeen() {
    AtomicInteger starts = new AtomicInteger();
    Cryptoki moody =
        new OtherCryptoki(real()) {
          @Override
          public void initialize() throws CryptokiException {
            starts.incrementAndGet();
            super.initialize();
          }

          @Override
          public byte[] decryptGcm(long session, long key, byte[] iv, byte[] aad, byte[] sealed)
              throws CryptokiException {
            broken |= sealed.length == KEYSET.length + 16;
            if (broken && starts.get() == 1) {
              throw new CryptokiException(CKR_GENERAL_ERROR, "CKR_GENERAL_ERROR", null);
            }
            return super.decryptGcm(session, key, iv, aad, sealed);
          }

          private boolean broken;
        };
    try (KeyProtector protector = enrol(moody)) {
      assertThat(protector.unwrap(protector.wrap(KEYSET, CONTEXT), CONTEXT)).isEqualTo(KEYSET);
      assertThat(starts).hasValue(2);
    }
  }

  @Test
  void wrongPin_afterALogoutThatFailed_isNotTakenForRight() {
    Cryptoki clinging =
        new OtherCryptoki(real()) {
          @Override
          public void logout(long session) throws CryptokiException {
            throw new CryptokiException(CKR_GENERAL_ERROR, "CKR_GENERAL_ERROR", null);
          }

          @Override
          public void closeSession(long session) throws CryptokiException {
            throw new CryptokiException(CKR_GENERAL_ERROR, "CKR_GENERAL_ERROR", null);
          }
        };
    Pkcs11Uri parsed = Pkcs11Uri.parse(uri);
    TokenModule module = new TokenModule("clinging", clinging);
    module.leaveQuietly(
        module.enter(parsed, Optional.empty(), Pin.of(parsed, TestToken.PIN::toCharArray)));
    Pin wrong = Pin.of(parsed, "4321-wrong"::toCharArray);

    assertThatThrownBy(() -> module.enter(parsed, Optional.empty(), wrong))
        .isInstanceOfSatisfying(
            KeyUnavailable.class, e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_SECRET));
  }
}

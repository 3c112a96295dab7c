package org.patientvault.keys;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.model.VaultException.KeyUnavailable;
import org.patientvault.tokens.NssToken;
import org.patientvault.tokens.TestToken;

/** NSS has AES-GCM, but ipkcs11wrapper cannot ask it for the tag: its RSA key wraps. */
@Tag("once")
class NssProtectorTest extends TokenContract {
  @BeforeAll
  static void tellNssWhereItsDatabaseIs() {
    System.setProperty(TokenModule.INITIALIZE, NssToken.shared().initialisation());
  }

  @Override
  TestToken token() {
    return NssToken.shared();
  }

  @Override
  Mechanism mechanism() {
    return Mechanism.TOKEN_RSA_OAEP;
  }

  @Override
  String[] more() {
    return new String[] {"type=private"};
  }

  @Override
  int bitStep() {
    return 199;
  }

  @Test
  void create_ofAnAesKey_saysWhatToAskForInstead() {
    Unlock unlock = new Unlock(new ProtectorUri(token().uri("aes")), TestToken.PIN::toCharArray);

    assertThatThrownBy(() -> provider().create(unlock))
        .isInstanceOf(KeyUnavailable.class)
        .hasMessageContaining("type=private");
  }
}

package org.patientvault.keys;

import org.patientvault.tokens.SoftHsm;
import org.patientvault.tokens.TestToken;

class SoftHsmProtectorTest extends TokenContract {
  private static final SoftHsm TOKEN = SoftHsm.make();

  @Override
  TestToken token() {
    return TOKEN;
  }

  @Override
  Mechanism mechanism() {
    return Mechanism.TOKEN_AES_GCM;
  }
}

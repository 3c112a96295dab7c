package org.patientvault.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

class TokenParametersTest {
  private static final TokenParameters PARAMETERS =
      new TokenParameters(
          Mechanism.TOKEN_AES_GCM, "0a1b", Bytes.fromHex("c0c1"), Bytes.fromHex("d0d1d2"));

  @Test
  void encode_isAsThePageSays() {
    assertThat(PARAMETERS.encode().hex())
        .isEqualTo("0103" + "0004" + "30613162" + "0002c0c1" + "0003d0d1d2");
  }

  @Test
  void parse_givesWhatWasEncoded() {
    assertThat(TokenParameters.parse(PARAMETERS.encode())).isEqualTo(PARAMETERS);
  }

  @Test
  void parse_ofAnyTruncation_isTampered() {
    byte[] whole = PARAMETERS.encode().toArray();
    for (int length = 0; length < whole.length; length++) {
      Bytes cut = Bytes.of(Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> TokenParameters.parse(cut))
          .as("length %d", length)
          .isInstanceOf(VaultException.Tampered.class);
    }
  }

  @Test
  void parse_ofAByteTooMuch_isTampered() {
    byte[] whole = PARAMETERS.encode().toArray();
    Bytes longer = Bytes.of(Arrays.copyOf(whole, whole.length + 1));

    assertThatThrownBy(() -> TokenParameters.parse(longer))
        .isInstanceOf(VaultException.Tampered.class);
  }

  @Test
  void parse_ofANewerVersionOrMechanism_isUnsupported() {
    for (int at = 0; at < 2; at++) {
      byte[] newer = PARAMETERS.encode().toArray();
      newer[at] = 9;
      assertThatThrownBy(() -> TokenParameters.parse(Bytes.of(newer)))
          .isInstanceOf(VaultException.UnsupportedFormat.class)
          .hasMessageContaining("9");
    }
  }

  @Test
  void parse_ofASerialThatIsNotUtf8_isTampered() {
    byte[] encoded = PARAMETERS.encode().toArray();
    encoded[4] = (byte) 0xff;

    assertThatThrownBy(() -> TokenParameters.parse(Bytes.of(encoded)))
        .isInstanceOf(VaultException.Tampered.class);
  }

  @Test
  void serialOfZeros_isNone() {
    assertThat(
            new TokenParameters(
                    Mechanism.TOKEN_AES_GCM, "000", Bytes.of(new byte[1]), Bytes.of(new byte[1]))
                .hasSerial())
        .isFalse();
    assertThat(PARAMETERS.hasSerial()).isTrue();
  }
}

package org.patientvault.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.patientvault.model.VaultException;

class ProtectorUriTest {
  @Test
  void keystoreUri_isReadInParts() {
    ProtectorUri uri = new ProtectorUri("keystore:/etc/pv/ks%201.p12?alias=kek");

    assertThat(uri.kind()).isEqualTo("keystore");
    assertThat(uri.path()).isEqualTo("/etc/pv/ks 1.p12");
    assertThat(uri.parameter("alias")).contains("kek");
    assertThat(uri.parameter("other")).isEmpty();
  }

  @Test
  void passphraseUri_hasNothingBehindTheColon() {
    assertThat(ProtectorUri.passphrase().text()).isEqualTo("passphrase:");
    assertThat(ProtectorUri.passphrase().path()).isEmpty();
  }

  @Test
  void tokenUri_mayNameWhereThePinIs() {
    ProtectorUri uri =
        new ProtectorUri("pkcs11:token=vault;object=kek?module-path=/usr/lib/p11.so&pin-source=f");

    assertThat(uri.kind()).isEqualTo("pkcs11");
    assertThat(uri.path()).isEqualTo("token=vault;object=kek");
  }

  @Property
  void keystore_ofAnyPathAndAlias_isReadBack(
      @ForAll @NotEmpty @CharRange(from = ' ', to = '\u017f') String name,
      @ForAll @NotEmpty @CharRange(from = ' ', to = '\u017f') String alias) {
    String printable = name.replaceAll("\\p{Cntrl}", "x");
    Path path = Path.of("/keys", printable);

    ProtectorUri uri = ProtectorUri.keystore(path, alias);

    assertThat(uri.path()).isEqualTo(path.toString());
    assertThat(uri.parameter("alias")).contains(alias);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keystore:/ks.p12?alias=kek&password=hunter2",
        "keystore:/ks.p12?PassWord=hunter2",
        "keystore:/ks.p12?storepass=hunter2",
        "keystore:/ks.p12?key-password=hunter2",
        "pkcs11:token=vault?pin-value=hunter2",
        "pkcs11:token=vault;pin-value=hunter2",
        "pkcs11:pin=hunter2",
        "vault:host?client_secret=hunter2",
        "passphrase:hunter2",
        "passphrase:?x=hunter2"
      })
  void somethingThatLooksLikeASecret_isRefusedAndNotRepeated(String text) {
    assertThatThrownBy(() -> new ProtectorUri(text))
        .isInstanceOf(VaultException.InvalidInput.class)
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "keystore",
        ":x",
        "Keystore:/x",
        "9:x",
        "keystore:/x?alias",
        "keystore:/x?=y",
        "keystore:/x?a=1&a=2",
        "keystore:/x?a=1&",
        "keystore:/x?",
        "keystore:/x?a=%zz",
        "keystore:/x\n",
        "keystore:/x\u0000"
      })
  void anythingElse_isRefused(String text) {
    assertThatThrownBy(() -> new ProtectorUri(text))
        .isInstanceOf(VaultException.InvalidInput.class);
  }

  @Test
  void requireOnly_ofAnUnknownParameter_namesIt() {
    ProtectorUri uri = new ProtectorUri("keystore:/ks.p12?alias=kek&colour=red");

    assertThatThrownBy(() -> uri.requireOnly("alias"))
        .isInstanceOf(VaultException.InvalidInput.class)
        .hasMessageContaining("'colour'");
  }
}

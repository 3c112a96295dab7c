package org.patientvault.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

class Pkcs11UriTest {
  private static final String MODULE = "?module-path=/usr/lib/p11.so";

  private static Pkcs11Uri parse(String text) {
    return Pkcs11Uri.parse(new ProtectorUri(text));
  }

  private static Cryptoki.Token token(String label, String serial) {
    return new Cryptoki.Token(1, label, serial, "Maker", "Model 1", 0);
  }

  @Test
  void everyPart_isRead() {
    Pkcs11Uri uri =
        parse(
            "pkcs11:token=My%20token;serial=01;manufacturer=Maker;model=Model%201;object=kek;"
                + "id=%00%ffA;type=secret-key;x-note=1?module-path=/usr/lib/p%31.so"
                + "&pin-source=file:/run/pin&x-more=%20");

    assertThat(uri.fits(token("My token", "01"))).isTrue();
    assertThat(uri.fits(token("My token", "02"))).isFalse();
    assertThat(uri.fits(token("my token", "01"))).isFalse();
    assertThat(uri.label()).contains("kek");
    assertThat(uri.id()).contains(Bytes.of(new byte[] {0, -1, 'A'}));
    assertThat(uri.type()).contains(Pkcs11Uri.Type.SECRET_KEY);
    assertThat(uri.modulePath()).isEqualTo("/usr/lib/p1.so");
    assertThat(uri.pinFile()).contains("/run/pin");
  }

  @Test
  void plusSign_isAPlusSign() {
    assertThat(parse("pkcs11:token=a+b;object=c+d" + MODULE).label()).contains("c+d");
  }

  @Test
  void whatIsNotThere_isEmpty() {
    Pkcs11Uri uri = parse("pkcs11:serial=01;id=%01" + MODULE);

    assertThat(uri.label()).isEmpty();
    assertThat(uri.type()).isEmpty();
    assertThat(uri.pinFile()).isEmpty();
    assertThat(uri.namesSerial()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:/run/pin", "file:///run/pin", "/run/pin", "file:%2Frun%2Fpin"})
  void pinSource_isAFile(String source) {
    assertThat(parse("pkcs11:token=a;object=b" + MODULE + "&pin-source=" + source).pinFile())
        .contains("/run/pin");
  }

  @Property
  void id_ofAnyBytes_isReadBack(@ForAll @Size(min = 1, max = 64) byte[] id) {
    StringBuilder text = new StringBuilder("pkcs11:token=a;id=");
    for (byte each : id) {
      text.append(String.format("%%%02x", each));
    }
    assertThat(parse(text + MODULE).id()).contains(Bytes.of(id));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pkcs11:",
        "pkcs11:token=a;object=b",
        "pkcs11:object=b?module-path=/p",
        "pkcs11:token=a?module-path=/p",
        "pkcs11:token=a;type=private?module-path=/p",
        "pkcs11:token=a;token=a;object=b?module-path=/p",
        "pkcs11:token=a;object=b;?module-path=/p",
        "pkcs11:;token=a;object=b?module-path=/p",
        "pkcs11:token=a;object=b;colour=red?module-path=/p",
        "pkcs11:token=a;object=b;slot-id=1?module-path=/p",
        "pkcs11:token=a;object=b;module-path=/p?module-path=/p",
        "pkcs11:token=a;object=b?module-path=/p&module-name=p",
        "pkcs11:token=a;object=b?module-path=/p&token=b",
        "pkcs11:token=a;object=b?module-path=/p&module-path=/q",
        "pkcs11:token=a;object=b?module-path=",
        "pkcs11:token=;object=b?module-path=/p",
        "pkcs11:token=a;object=?module-path=/p",
        "pkcs11:token=a;object=b;id=?module-path=/p",
        "pkcs11:token=a b;object=b?module-path=/p",
        "pkcs11:token=a#;object=b?module-path=/p",
        "pkcs11:token=\u00fc;object=b?module-path=/p",
        "pkcs11:token=%ff;object=b?module-path=/p",
        "pkcs11:token=%4;object=b?module-path=/p",
        "pkcs11:token=a;object=%zz?module-path=/p",
        "pkcs11:token=a;object=b;id=%\uff11\uff11?module-path=/p",
        "pkcs11:token=a;object=b;type=cert?module-path=/p",
        "pkcs11:token=a;object=b;type=Private?module-path=/p",
        "pkcs11:token=a;object=b?module-path=/p&pin-source=%7Ccat",
        "pkcs11:token=a;object=b?module-path=/p&pin-source=|cat",
        "pkcs11:token=a;object=b?module-path=/p&pin-source=file:pin",
        "pkcs11:token=a;object=b?module-path=/p&pin-source=file://host/pin",
        "pkcs11:token=a;object=b?module-path=/p&pin-source=https://host/pin",
        "pkcs11:token=a;object=b?module-path=/p&pin-value=hunter2",
        "pkcs11:token=a;object=b;pin-value=hunter2?module-path=/p"
      })
  void anythingElse_isRefused(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(VaultException.InvalidInput.class)
        .hasMessageNotContaining("hunter2");
  }
}

package org.patientvault.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.junit.jupiter.api.Test;
import org.patientvault.model.VaultException;

class LogKeysTest {
  private final LogKeys keys = LogKeys.generate();
  private final byte[] message = "a checkpoint".getBytes(StandardCharsets.UTF_8);

  @Test
  void signatures_verifyUnderThePublicKeys() {
    Ed25519Signer ed25519 = new Ed25519Signer();
    ed25519.init(false, new Ed25519PublicKeyParameters(keys.ed25519PublicKey().toArray()));
    ed25519.update(message, 0, message.length);
    MLDSASigner mlDsa = new MLDSASigner();
    byte[] encoded = keys.mlDsa44PublicKey().toArray();
    mlDsa.init(false, new MLDSAPublicKeyParameters(MLDSAParameters.ml_dsa_44, encoded));
    mlDsa.update(message, 0, message.length);

    byte[] edSignature = keys.signEd25519(message);
    byte[] mlDsaSignature = keys.signMlDsa44(message);

    assertThat(edSignature).hasSize(64);
    assertThat(mlDsaSignature).hasSize(2420);
    assertThat(encoded).hasSize(1312);
    assertThat(ed25519.verifySignature(edSignature)).isTrue();
    assertThat(mlDsa.verifySignature(mlDsaSignature)).isTrue();
  }

  @Test
  void parse_ofToBytes_isTheSameKeys() {
    LogKeys parsed = LogKeys.parse(keys.toBytes());

    assertThat(parsed.ed25519PublicKey()).isEqualTo(keys.ed25519PublicKey());
    assertThat(parsed.mlDsa44PublicKey()).isEqualTo(keys.mlDsa44PublicKey());
    assertThat(parsed.toBytes()).isEqualTo(keys.toBytes());
  }

  @Test
  void parse_ofAnythingElse_isUnsupported() {
    byte[] whole = keys.toBytes();
    byte[] newer = whole.clone();
    newer[4] = '2';
    for (byte[] broken :
        new byte[][] {{}, newer, Arrays.copyOf(whole, 68), Arrays.copyOf(whole, 70)}) {
      assertThatThrownBy(() -> LogKeys.parse(broken))
          .isInstanceOf(VaultException.UnsupportedFormat.class);
    }
  }

  @Test
  void twoVaults_haveTwoKeys_andToStringShowsThePublicOne() {
    assertThat(LogKeys.generate().ed25519PublicKey()).isNotEqualTo(keys.ed25519PublicKey());
    assertThat(keys).hasToString("LogKeys[ed25519 " + keys.ed25519PublicKey().hex() + "]");
  }
}

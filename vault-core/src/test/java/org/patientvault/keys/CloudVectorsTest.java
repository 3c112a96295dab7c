package org.patientvault.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.patientvault.keys.cloud.CloudKey;
import org.patientvault.keys.cloud.TransitAddress;
import org.patientvault.keys.cloud.TransitKey;
import org.patientvault.keys.stubs.TransitStub;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/** docs/formats/vectors/cloud-slots.json, byte by byte. */
class CloudVectorsTest {
  private static final Map<String, Mechanism> MECHANISMS =
      Map.of(
          "aws-kms", Mechanism.AWS_KMS, "gcp-kms", Mechanism.GCP_KMS, "hcvault", Mechanism.TRANSIT);

  private static JsonNode vectors;

  @BeforeAll
  static void read() throws IOException {
    vectors =
        new ObjectMapper().readTree(Path.of("../docs/formats/vectors/cloud-slots.json").toFile());
  }

  /** A service that answers with the ciphertext of a vector. */
  private record Recorded(Bytes ciphertext) implements CloudKey {
    @Override
    public void checkForNewSlot() {}

    @Override
    public byte[] encrypt(byte[] plaintext, byte[] context) {
      return ciphertext.toArray();
    }

    @Override
    public byte[] decrypt(byte[] given, byte[] context) {
      assertThat(given).isEqualTo(ciphertext.toArray());
      return new byte[] {1};
    }

    @Override
    public void close() {}
  }

  private static byte[] hex(JsonNode object, String member) {
    return HexFormat.of().parseHex(object.path(member).asText());
  }

  @Test
  void parameters_nameTheKey() {
    for (JsonNode slot : vectors.path("slots")) {
      ProtectorUri uri = new ProtectorUri(slot.path("uri").asText());
      CloudProvider<?> provider = (CloudProvider<?>) Protectors.of(uri.kind());

      assertThat(CloudParameters.encode(provider.address(uri).keyName()).toArray())
          .isEqualTo(hex(slot, "parameters"));
      assertThat(
              provider.address(uri).isKey(CloudParameters.parse(Bytes.of(hex(slot, "parameters")))))
          .isTrue();
    }
  }

  @Test
  void wrapped_isVersionMechanismAndWhatTheServiceGave() {
    for (JsonNode slot : vectors.path("slots")) {
      try (KeyProtector protector = recorded(slot)) {
        assertThat(protector.wrap(new byte[] {1}, new byte[0])).isEqualTo(hex(slot, "wrapped"));
        assertThat(protector.unwrap(hex(slot, "wrapped"), new byte[0])).containsExactly(1);
      }
    }
  }

  private static KeyProtector recorded(JsonNode slot) {
    ProtectorUri uri = new ProtectorUri(slot.path("uri").asText());
    return new CloudProtector(
        uri,
        Bytes.of(hex(slot, "parameters")),
        MECHANISMS.get(uri.kind()),
        new Recorded(Bytes.of(hex(slot, "ciphertext"))));
  }

  @Test
  void context_isSentAsThePageSays() {
    byte[] context = hex(vectors, "context");
    AwsKmsProviderTest aws = new AwsKmsProviderTest();
    GcpKmsProviderTest gcp = new GcpKmsProviderTest();
    TransitProviderTest transit = new TransitProviderTest();
    int slot = 0;
    for (CloudContract service : new CloudContract[] {aws, gcp, transit}) {
      try (KeyProtector protector = service.provider().create(service.right())) {
        byte[] wrapped = protector.wrap(new byte[] {1}, context);
        String sent = vectors.path("slots").path(slot++).path("sent_context").asText();
        assertThat(service.service().lastBody()).contains(sent);
        protector.unwrap(wrapped, context);
        assertThat(service.service().lastBody()).contains(sent);
      } finally {
        service.stop();
      }
    }
  }

  @Test
  void rejectedParameters_areRejected() {
    for (JsonNode each : vectors.path("rejected_parameters")) {
      Throwable thrown =
          catchThrowable(() -> CloudParameters.parse(Bytes.of(hex(each, "parameters"))));
      assertKind(thrown, each);
    }
  }

  @Test
  void rejectedWrappedKeysets_areRejected() {
    try (KeyProtector protector = recorded(vectors.path("slots").path(0))) {
      for (JsonNode each : vectors.path("rejected_wrapped")) {
        assertKind(catchThrowable(() -> protector.unwrap(hex(each, "wrapped"), new byte[0])), each);
      }
      byte[] large = Arrays.copyOf(new byte[] {1, 5}, 8_193);
      assertThatThrownBy(() -> protector.unwrap(large, new byte[0]))
          .isInstanceOf(VaultException.Tampered.class);
    }
  }

  private static void assertKind(Throwable thrown, JsonNode vector) {
    assertThat(thrown).as(vector.path("why").asText()).isNotNull();
    assertThat(thrown.getClass().getSimpleName())
        .as(vector.path("why").asText())
        .isEqualTo(vector.path("as").asText());
  }

  @Test
  void rejectedCiphertextsOfTransit_areNotEvenSent() {
    try (TransitStub service = new TransitStub();
        CloudKey key =
            new TransitKey(
                TransitAddress.parse(
                    "//127.0.0.1:" + service.port() + "/transit/keys/kek",
                    Optional.of("http"),
                    Optional.empty()),
                TransitStub.TOKEN.toCharArray(),
                CloudContract.QUICK)) {
      for (JsonNode each : vectors.path("rejected_transit_ciphertexts")) {
        byte[] ciphertext = each.asText().getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> key.decrypt(ciphertext, new byte[0]))
            .as(each.asText())
            .isInstanceOf(VaultException.KeyUnavailable.class);
      }
      assertThat(service.requests()).isZero();
    }
  }
}

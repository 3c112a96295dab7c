package org.patientvault.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.cloudkms.v1.CloudKMS;
import com.google.api.services.cloudkms.v1.model.DecryptRequest;
import com.google.api.services.cloudkms.v1.model.EncryptRequest;
import com.google.auth.http.HttpCredentialsAdapter;
import com.google.auth.oauth2.GoogleCredentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.patientvault.keys.cloud.CloudKey;
import org.patientvault.keys.cloud.GcpKmsAddress;
import org.patientvault.keys.cloud.GcpKmsKey;
import org.patientvault.keys.stubs.GcpStub;

/** Google's own client for Cloud KMS and this library read each other's ciphertexts. */
class GooglesOwnClientTest {
  private static final String NAME = GcpStub.NAME + "/cryptoKeys/kek";
  private static final byte[] CONTEXT = "a context".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] KEYSET = "a keyset".getBytes(StandardCharsets.US_ASCII);

  private final GcpStub service = new GcpStub();
  private CloudKey ours;
  private CloudKMS.Projects.Locations.KeyRings.CryptoKeys theirs;

  @BeforeEach
  void connect() throws IOException {
    ours =
        new GcpKmsKey(
            GcpKmsAddress.parse("//" + NAME, Optional.of(service.endpoint())),
            this::credentials,
            CloudContract.QUICK);
    theirs =
        new CloudKMS.Builder(
                new NetHttpTransport(),
                GsonFactory.getDefaultInstance(),
                new HttpCredentialsAdapter(
                    credentials().createScoped("https://www.googleapis.com/auth/cloudkms")))
            .setRootUrl(service.endpoint() + "/")
            .setApplicationName("tests")
            .build()
            .projects()
            .locations()
            .keyRings()
            .cryptoKeys();
  }

  private GoogleCredentials credentials() throws IOException {
    String file = service.credentialsFile(GcpStub.ACCOUNT_KEYS);
    return GoogleCredentials.fromStream(
        new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
  }

  @AfterEach
  void close() {
    ours.close();
    service.close();
  }

  @Test
  void whatWeWrap_googlesClientOpens() throws IOException {
    byte[] wrapped = ours.encrypt(KEYSET, CONTEXT);

    assertThat(
            theirs
                .decrypt(
                    NAME,
                    new DecryptRequest()
                        .encodeCiphertext(wrapped)
                        .encodeAdditionalAuthenticatedData(CONTEXT))
                .execute()
                .decodePlaintext())
        .isEqualTo(KEYSET);
  }

  @Test
  void whatGooglesClientWraps_weOpen() throws IOException {
    byte[] wrapped =
        theirs
            .encrypt(
                NAME,
                new EncryptRequest()
                    .encodePlaintext(KEYSET)
                    .encodeAdditionalAuthenticatedData(CONTEXT))
            .execute()
            .decodeCiphertext();

    assertThat(ours.decrypt(wrapped, CONTEXT)).isEqualTo(KEYSET);
  }

  @Test
  void googlesClient_seesTheKeyAsWeDo() throws IOException {
    ours.checkForNewSlot();

    assertThat(theirs.get(NAME).execute().getPurpose()).isEqualTo("ENCRYPT_DECRYPT");
    assertThat(theirs.get(NAME).execute().getPrimary().getState()).isEqualTo("ENABLED");
  }
}

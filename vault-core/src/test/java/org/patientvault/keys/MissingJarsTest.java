package org.patientvault.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.patientvault.keys.stubs.AwsStub;
import org.patientvault.keys.stubs.GcpStub;

/** An application without a service's libraries is told which artifact to add. */
class MissingJarsTest {
  @ParameterizedTest
  @CsvSource({
    "AwsKms, .*/software/amazon/awssdk/.*, software.amazon.awssdk:kms",
    "AwsKms, .*/url-connection-client-.*, software.amazon.awssdk:url-connection-client",
    "GcpKms, .*/com/google/auth/.*, com.google.auth:google-auth-library-oauth2-http"
  })
  void create_withoutTheLibrary_namesTheArtifact(String which, String missing, String artifact)
      throws Exception {
    String uri =
        which.equals("AwsKms")
            ? "aws-kms://" + AwsStub.ARN
            : "gcp-kms://" + GcpStub.NAME + "/cryptoKeys/kek";
    String refusal = refusalWithout(missing, uri);

    assertThat(refusal).contains("InvalidInput").contains(artifact);
  }

  /** The kinds that need no such library work without all of them. */
  @ParameterizedTest
  @CsvSource({
    "passphrase:, 8 characters",
    "hcvault://127.0.0.1:1/transit/keys/kek?scheme=http, no token of Vault"
  })
  void otherKinds_needNone(String uri, String refusal) throws Exception {
    assertThat(refusalWithout(".*/(software/amazon|com/google/(auth|http-client|api))/.*", uri))
        .contains(refusal);
  }

  private static String refusalWithout(String missing, String uri) throws Exception {
    try (URLClassLoader without =
        new URLClassLoader(classPathWithout(missing), ClassLoader.getPlatformClassLoader())) {
      Class<?> attempt = without.loadClass(Attempt.class.getName());
      return (String) ((Callable<?>) attempt.getConstructor(String.class).newInstance(uri)).call();
    } catch (InvocationTargetException e) {
      throw new AssertionError(e.getCause());
    }
  }

  private static URL[] classPathWithout(String missing) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> !entry.matches(missing))
        .map(MissingJarsTest::url)
        .toArray(URL[]::new);
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new AssertionError(e);
    }
  }

  /** Runs under the class loader that lacks the library, and gives the refusal. */
  public static final class Attempt implements Callable<String> {
    private final String uri;

    public Attempt(String uri) {
      this.uri = uri;
    }

    @Override
    public String call() {
      ProtectorUri parsed = new ProtectorUri(uri);
      try {
        Protectors.of(parsed.kind()).create(new Unlock(parsed, "short"::toCharArray)).close();
        return "made";
      } catch (RuntimeException e) {
        return e.toString();
      }
    }
  }
}

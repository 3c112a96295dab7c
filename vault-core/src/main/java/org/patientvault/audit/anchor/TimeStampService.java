package org.patientvault.audit.anchor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.patientvault.model.VaultException;

/**
 * Sends a request to a time stamp authority over HTTP (RFC 3161, 3.4) and gives the answer, which
 * is not checked here.
 *
 * <p>HTTP without TLS is good enough: the answer is signed, and the request holds a digest of a
 * public note. Waits for so long and no longer, takes 64 KiB at most, follows no redirect.
 */
public final class TimeStampService {
  private static final String QUERY = "application/timestamp-query";
  private static final String REPLY = "application/timestamp-reply";

  private TimeStampService() {}

  /**
   * The answer to {@code request}.
   *
   * @param patience for everything together, from the connection to the last byte
   * @throws VaultException.InvalidInput when the address is none of HTTP
   * @throws VaultException.StorageFailed when there is no answer; ask again later
   */
  public static byte[] ask(URI authority, byte[] request, Duration patience) {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(patience)
            .build();
    CompletableFuture<HttpResponse<byte[]>> sent =
        client.sendAsync(post(authority, request), head -> limited());
    try {
      return body(sent.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      throw failed("did not answer within " + patience.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw failed("cannot be reached, or its answer not read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("was not waited for", e);
    } finally {
      sent.cancel(true); // does nothing to one that is done
    }
  }

  /** What is longer than any time stamp is read to the end or to the end of patience, not kept. */
  private static HttpResponse.BodySubscriber<byte[]> limited() {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    return HttpResponse.BodySubscribers.mapping(
        HttpResponse.BodySubscribers.ofByteArrayConsumer(
            part ->
                part.ifPresent(
                    bytes ->
                        kept.write(
                            bytes,
                            0,
                            Math.min(bytes.length, TimeStamp.MAX_BYTES + 1 - kept.size())))),
        end -> kept.toByteArray());
  }

  private static HttpRequest post(URI authority, byte[] request) {
    try {
      return HttpRequest.newBuilder(authority)
          .header("Content-Type", QUERY)
          .header("Accept", REPLY)
          .POST(HttpRequest.BodyPublishers.ofByteArray(request))
          .build();
    } catch (IllegalArgumentException e) {
      throw new VaultException.InvalidInput(
          "the address of a time stamp authority begins with http:// or https://", e);
    }
  }

  private static byte[] body(HttpResponse<byte[]> answer) {
    String type = answer.headers().firstValue("Content-Type").orElse("").split(";", -1)[0].strip();
    if (answer.statusCode() != 200 || !type.equalsIgnoreCase(REPLY)) {
      throw failed(
          "answered with status " + answer.statusCode() + " and no time stamp",
          new IOException("not " + REPLY));
    }
    return answer.body();
  }

  private static VaultException.StorageFailed failed(String why, Exception e) {
    return new VaultException.StorageFailed("the time stamp authority " + why, e);
  }
}

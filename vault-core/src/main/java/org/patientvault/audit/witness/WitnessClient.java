package org.patientvault.audit.witness;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Sends requests to witnesses over HTTP.
 *
 * <p>Follows no redirect, reads no more than 64 KiB, and waits a bounded time for the whole answer.
 * Nothing it returns was checked: signatures are what counts, be the way encrypted or not. Safe for
 * use by several threads.
 */
public final class WitnessClient implements AutoCloseable {
  static final int MAX_ANSWER_BYTES = 64 * 1024;
  private static final Set<String> SCHEMES = Set.of("http", "https");

  private final Duration patience;
  private final HttpClient http;
  private volatile boolean closed;
  private volatile @Nullable CompletableFuture<?> running;

  /**
   * Asks nobody yet.
   *
   * @param patience for each request as a whole
   */
  public WitnessClient(Duration patience) {
    this.patience = patience;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(patience)
            .build();
  }

  /**
   * A submission prefix.
   *
   * @throws VaultException.InvalidInput unless it is an absolute http or https address without
   *     user, query and fragment
   */
  public static URI address(String text) {
    try {
      URI address = new URI(text);
      if (address.getScheme() != null
          && SCHEMES.contains(address.getScheme())
          && address.getHost() != null
          && address.getRawUserInfo() == null
          && address.getRawQuery() == null
          && address.getRawFragment() == null) {
        return address;
      }
    } catch (URISyntaxException e) {
      throw notAnAddress(e);
    }
    throw notAnAddress(null);
  }

  private static VaultException.InvalidInput notAnAddress(@Nullable Throwable cause) {
    return new VaultException.InvalidInput(
        "a witness's address is http://HOST[:PORT][/PATH] or https://…, without user, query and"
            + " fragment",
        cause);
  }

  /** The way to one witness. */
  public Asking.Way to(URI prefix) {
    String path = prefix.toString();
    URI target = URI.create((path.endsWith("/") ? path : path + "/") + "add-checkpoint");
    return request -> send(target, request);
  }

  private WitnessAnswer send(URI target, byte[] request) {
    HttpRequest post =
        HttpRequest.newBuilder(target)
            .timeout(patience)
            .header("Content-Type", "text/plain; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofByteArray(request))
            .build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(post, head -> new LimitedBody(MAX_ANSWER_BYTES));
    running = answer;
    try {
      if (closed) {
        throw failed("was not asked: the vault is being closed", null);
      }
      HttpResponse<byte[]> got = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      String type = got.headers().firstValue("Content-Type").orElse("");
      return new WitnessAnswer(got.statusCode(), type, Bytes.of(got.body()));
    } catch (TimeoutException e) {
      throw failed("did not answer within " + patience.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw failed("cannot be reached, or answers wrongly: " + reason(e), e);
    } catch (CancellationException e) {
      throw failed("was not waited for: the vault is being closed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("was not waited for", e);
    } finally {
      answer.cancel(true);
      running = null;
    }
  }

  /** The kind of failure alone: its text may hold what the other side sent. */
  private static String reason(ExecutionException e) {
    Throwable cause = e.getCause();
    return cause == null ? "no reason" : cause.getClass().getSimpleName();
  }

  private static VaultException.StorageFailed failed(String how, @Nullable Throwable cause) {
    return new VaultException.StorageFailed("it " + how, cause);
  }

  /** Gives up what is being waited for; asks nobody any more. */
  @Override
  public void close() {
    closed = true;
    CompletableFuture<?> last = running;
    if (last != null) {
      last.cancel(true);
    }
  }
}

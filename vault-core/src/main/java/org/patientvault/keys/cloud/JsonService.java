package org.patientvault.keys.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Asks a key service that speaks JSON over HTTP, within {@link Limits}.
 *
 * <p>Follows no redirect: the request carries a token, which is for this server alone. Repeats what
 * was throttled or failed on the way; wrapping and unwrapping may be repeated. Safe for use by
 * several threads.
 */
final class JsonService {
  /** An answer of the service; of its text only what a caller looks for. */
  record Answer(int status, JsonNode body) {}

  private final String key;
  private final URI base;
  private final Limits limits;
  private final HttpClient client;

  /** {@code key} is what messages name. */
  JsonService(String key, Endpoint endpoint, Limits limits) {
    this.key = key;
    this.base = endpoint.uri();
    this.limits = limits;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(limits.attempt())
            .build();
  }

  Answer get(String path, Map<String, String> headers) {
    return ask(request(path, headers).GET().build());
  }

  Answer post(String path, Map<String, String> headers, Map<String, String> members) {
    return ask(
        request(path, headers)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(members)))
            .build());
  }

  private HttpRequest.Builder request(String path, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path)).header("Accept", "application/json");
    headers.forEach(request::header);
    return request;
  }

  private Answer ask(HttpRequest request) {
    long end = System.nanoTime() + limits.total().toNanos();
    long pauseMillis = limits.firstPause().toMillis();
    for (int attempt = 1; ; attempt++, pauseMillis *= 2) {
      Attempt made = attempt(request, end);
      if (made.answer() != null && !isWorthRepeating(made.answer().status())) {
        return made.answer();
      }
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (attempt == limits.attempts() || left <= pauseMillis) {
        throw Refusal.outOfReach(key, made.failure());
      }
      pause(pauseMillis);
    }
  }

  /** One attempt: an answer, or why there is none yet. */
  private record Attempt(@Nullable Answer answer, String failure) {}

  private Attempt attempt(HttpRequest request, long end) {
    Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
    Duration wait = left.compareTo(limits.attempt()) < 0 ? left : limits.attempt();
    CompletableFuture<HttpResponse<byte[]>> sent =
        client.sendAsync(request, head -> new LimitedBody());
    try {
      HttpResponse<byte[]> response = sent.get(wait.toMillis() + 1, TimeUnit.MILLISECONDS);
      int status = response.statusCode();
      return isWorthRepeating(status)
          ? new Attempt(null, "it answered with status " + status)
          : new Attempt(new Answer(status, parsed(status, response.body())), "");
    } catch (TimeoutException e) {
      return new Attempt(null, "it did not answer in time");
    } catch (ExecutionException e) {
      return new Attempt(null, failure(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.outOfReach(key, "interrupted");
    } finally {
      sent.cancel(true); // does nothing to one that is done
    }
  }

  private JsonNode parsed(int status, byte[] body) {
    try {
      return Json.read(body);
    } catch (Json.Malformed e) {
      throw Refusal.other(
          key, "was answered for with status " + status + " and something that is not understood");
    }
  }

  private String failure(ExecutionException e) {
    if (Refusal.find(LimitedBody.TooLong.class, e) != null) {
      throw Refusal.other(
          key, "was answered for with more than " + Limits.MAX_ANSWER_BYTES + " bytes");
    }
    if (Refusal.find(SSLException.class, e) != null) {
      throw Refusal.untrustedServer(key);
    }
    if (Refusal.find(IOException.class, e) == null) {
      throw Refusal.other(key, "could not be used: " + Refusal.kind(e));
    }
    return Refusal.kind(e);
  }

  private static boolean isWorthRepeating(int status) {
    return switch (status) {
      case 408, 429, 472, 473, 500, 502, 503, 504 -> true;
      default -> false;
    };
  }

  // A random part: who was throttled together shall not come back together.
  private void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(
          millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.outOfReach(key, "interrupted");
    }
  }
}

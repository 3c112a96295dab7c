package org.patientvault.keys.cloud;

import com.google.auth.Retryable;
import com.google.auth.oauth2.GoogleCredentials;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The headers that say who asks Google, from Google's own library for credentials.
 *
 * <p>The library waits for token servers at its own pace, so it runs on a thread of its own that is
 * left behind when time is up. Safe for use by several threads.
 */
final class GcpCredentials implements AutoCloseable {
  private static final String SCOPE = "https://www.googleapis.com/auth/cloudkms";

  private final String key;
  private final Callable<GoogleCredentials> source;
  private final Limits limits;
  private final ExecutorService thread = Executors.newSingleThreadExecutor(GcpCredentials::daemon);
  private @Nullable GoogleCredentials credentials;

  GcpCredentials(String key, Callable<GoogleCredentials> source, Limits limits) {
    this.key = key;
    this.source = source;
    this.limits = limits;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "gcp-kms-credentials");
    thread.setDaemon(true);
    return thread;
  }

  /** Fresh ones where the last have run out. */
  Map<String, String> headers(URI asked) {
    Future<Map<String, List<String>>> metadata =
        thread.submit(() -> load().getRequestMetadata(asked));
    try {
      Map<String, String> headers = new HashMap<>();
      metadata
          .get(limits.total().toMillis(), TimeUnit.MILLISECONDS)
          .forEach((name, values) -> headers.put(name, values.get(0)));
      return headers;
    } catch (TimeoutException e) {
      throw Refusal.outOfReach(key, "the server that gives tokens did not answer in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.outOfReach(key, "interrupted");
    } catch (ExecutionException e) {
      throw refused(e);
    } finally {
      metadata.cancel(true);
    }
  }

  // On the one thread alone.
  private GoogleCredentials load() throws Exception {
    if (credentials == null) {
      credentials = source.call().createScoped(SCOPE);
    }
    return credentials;
  }

  private RuntimeException refused(ExecutionException e) {
    Retryable retryable = find(e);
    if (retryable != null && retryable.isRetryable()) {
      return Refusal.outOfReach(key, "the server that gives tokens failed");
    }
    return Refusal.find(IOException.class, e) != null
        ? Refusal.wrongSecret(
            key, "was not asked: Google's library found no credentials, or they were refused")
        : Refusal.other(key, "was not asked: " + Refusal.kind(e));
  }

  private static @Nullable Retryable find(Throwable thrown) {
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      if (at instanceof Retryable retryable) {
        return retryable;
      }
    }
    return null;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}

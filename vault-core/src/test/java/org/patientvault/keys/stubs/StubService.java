package org.patientvault.keys.stubs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.patientvault.model.Bytes;

/**
 * A key service on this machine, for tests: it checks who asks, binds contexts by AES-GCM, and
 * misbehaves on demand.
 */
public abstract class StubService implements AutoCloseable {
  static {
    // Else the JDK's server waits 40 ms for an acknowledgement at every answer.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /** What the service does with its one key. */
  public enum KeyState {
    ENABLED,
    DISABLED,
    PENDING_DELETION,
    DELETED
  }

  /** An answer as it goes over the wire. */
  public record Reply(int status, Bytes body, String location) {
    public static Reply of(int status, byte[] body) {
      return new Reply(status, Bytes.of(body), "");
    }

    public static Reply redirect(int status, String location) {
      return new Reply(status, Bytes.of(new byte[0]), location);
    }
  }

  /** What a handler throws to answer with an error. */
  public static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Reply reply;

    public Refused(Reply reply) {
      this.reply = reply;
    }

    public Reply reply() {
      return reply;
    }
  }

  protected static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Deque<Reply> canned = new ArrayDeque<>();
  private final AtomicInteger requests = new AtomicInteger();
  private volatile Reply always;
  private volatile boolean silent;
  private volatile Bytes lastBody = Bytes.of(new byte[0]);

  /** The key that the service has, and another one that it has too. */
  public final StubKey key = new StubKey();

  public final StubKey otherKey = new StubKey();
  public volatile KeyState state = KeyState.ENABLED;
  public volatile boolean ignoresContext;

  protected StubService() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  public final int port() {
    return server.getAddress().getPort();
  }

  public final String endpoint() {
    return "http://127.0.0.1:" + port();
  }

  public final int requests() {
    return requests.get();
  }

  /** What the last request said. */
  public final String lastBody() {
    return new String(lastBody.toArray(), StandardCharsets.UTF_8);
  }

  /** The next {@code times} requests get {@code reply}. */
  public final synchronized void next(int times, Reply reply) {
    for (int i = 0; i < times; i++) {
      canned.add(reply);
    }
  }

  /** Every request gets {@code reply}. */
  public final void always(Reply reply) {
    always = reply;
  }

  /** Requests are read and never answered. */
  public final void fallSilent() {
    silent = true;
  }

  private synchronized Reply nextCanned() {
    return always != null ? always : canned.poll();
  }

  private void serve(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    try (exchange) {
      byte[] body = body(exchange).readNBytes(1 << 20);
      lastBody = Bytes.of(body);
      if (silent) {
        Thread.sleep(60_000);
      }
      Reply scripted = nextCanned();
      Reply reply = scripted != null ? scripted : answered(exchange, body);
      if (!reply.location().isEmpty()) {
        exchange.getResponseHeaders().add("Location", reply.location());
      }
      exchange.getResponseHeaders().add("Content-Type", contentType());
      byte[] answer = reply.body().toArray();
      exchange.sendResponseHeaders(reply.status(), answer.length == 0 ? -1 : answer.length);
      exchange.getResponseBody().write(answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Google's client compresses what it sends. */
  private static InputStream body(HttpExchange exchange) throws IOException {
    return "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
        ? new GZIPInputStream(exchange.getRequestBody())
        : exchange.getRequestBody();
  }

  private Reply answered(HttpExchange exchange, byte[] body) throws IOException {
    try {
      return answer(exchange, body);
    } catch (Refused refused) {
      return refused.reply;
    }
  }

  protected String contentType() {
    return "application/json";
  }

  /** What the service says to one request. */
  protected abstract Reply answer(HttpExchange exchange, byte[] body) throws IOException;

  /** How this service says that there were too many requests. */
  public abstract Reply throttled();

  /** From now on the credentials in use have run out. */
  public abstract void expireCredentials();

  protected static Reply json(int status, JsonNode body) {
    try {
      return Reply.of(status, JSON.writeValueAsBytes(body));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public final void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

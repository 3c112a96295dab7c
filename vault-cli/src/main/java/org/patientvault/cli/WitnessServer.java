package org.patientvault.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.patientvault.audit.witness.AddCheckpoint;
import org.patientvault.audit.witness.Witness;
import org.patientvault.audit.witness.WitnessAnswer;
import org.patientvault.model.VaultException;
import org.patientvault.verify.Output;

/**
 * A witness over HTTP: {@code POST /add-checkpoint} and {@code GET /<log>/checkpoint}.
 *
 * <p>For strangers: requests are bounded in length, time and number; what is too many is cut off.
 */
final class WitnessServer implements AutoCloseable {
  private static final int THREADS = 8;
  private static final int QUEUED = 64;
  private static final int LAST_SECONDS = 2;
  private static final Pattern NEWEST = Pattern.compile("/([0-9a-f]{64})/checkpoint");

  static {
    // The JDK's server reads these once, when its first one is made; without them it waits for
    // ever.
    System.setProperty("sun.net.httpserver.maxReqTime", "20");
    System.setProperty("sun.net.httpserver.maxRspTime", "20");
    System.setProperty("sun.net.httpserver.idleInterval", "30");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "64");
    System.setProperty("jdk.httpserver.maxConnections", "256");
  }

  private final Witness witness;
  private final Output output;
  private final HttpServer http;
  private final ThreadPoolExecutor threads;
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** Listens from now on. */
  WitnessServer(InetSocketAddress place, Witness witness, Output output) throws IOException {
    this.witness = witness;
    this.output = output;
    this.http = bound(place);
    this.threads =
        new ThreadPoolExecutor(
            THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(QUEUED));
    http.setExecutor(threads);
    http.createContext("/", this::handle);
    http.start();
  }

  private static HttpServer bound(InetSocketAddress place) throws IOException {
    try {
      return HttpServer.create(place, QUEUED);
    } catch (BindException e) {
      throw new VaultException.Refused(
          "the place to listen on is taken, or not this machine's: " + e.getMessage());
    }
  }

  /** The submission prefix. */
  String address() {
    InetAddress host = http.getAddress().getAddress();
    String name = host.getHostAddress();
    return "http://"
        + (name.contains(":") ? "[" + name + "]" : name)
        + ":"
        + http.getAddress().getPort()
        + "/";
  }

  /** Returns when it was closed. */
  void await() throws InterruptedException {
    stopped.await();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Reply reply;
      try {
        reply = reply(exchange);
      } catch (VaultException e) {
        output.warn("a request was not answered: " + e.getMessage());
        reply = Reply.text(e instanceof VaultException.StorageFailed ? 503 : 500, "try again");
      }
      send(exchange, reply);
    }
  }

  /** What is sent back. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Reply(int status, String type, byte[] body) {
    static Reply text(int status, String words) {
      return new Reply(
          status, "text/plain; charset=utf-8", (words + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private Reply reply(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String method = exchange.getRequestMethod();
    Matcher newest = NEWEST.matcher(path);
    if (path.equals("/add-checkpoint")) {
      return method.equals("POST") ? add(exchange) : Reply.text(405, "POST a request here");
    }
    if (newest.matches()) {
      return method.equals("GET") ? newest(newest.group(1)) : Reply.text(405, "GET it");
    }
    return Reply.text(404, "nothing is here; POST requests to /add-checkpoint");
  }

  private Reply add(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(AddCheckpoint.MAX_BYTES + 1);
    if (body.length > AddCheckpoint.MAX_BYTES) {
      exchange.getResponseHeaders().set("Connection", "close");
      return Reply.text(413, "no request is longer than " + AddCheckpoint.MAX_BYTES + " bytes");
    }
    WitnessAnswer answer = witness.add(body);
    return new Reply(answer.status(), answer.contentType(), answer.body().toArray());
  }

  private Reply newest(String log) {
    Optional<byte[]> note = witness.newest(log);
    return note.map(bytes -> new Reply(200, "text/plain; charset=utf-8", bytes))
        .orElseGet(() -> Reply.text(404, "nothing was cosigned of that log"));
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", reply.type());
    exchange.sendResponseHeaders(reply.status(), reply.body().length);
    exchange.getResponseBody().write(reply.body());
  }

  /** Takes no request any more, and gives those that run two seconds to end. */
  @Override
  public void close() {
    if (stopped.getCount() > 0) {
      http.stop(LAST_SECONDS);
      threads.shutdown();
      stopped.countDown();
    }
  }
}

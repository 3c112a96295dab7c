package org.patientvault;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.audit.witness.Witness;
import org.patientvault.audit.witness.WitnessAnswer;
import org.patientvault.audit.witness.WitnessKeys;
import org.patientvault.model.Bytes;

/** A witness on this machine that a vault asks over HTTP, and that may fall silent. */
final class ServedWitness implements AutoCloseable {
  private final Path folder;
  private final WitnessKeys keys;
  private final Clock clock;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch released = new CountDownLatch(1);
  private volatile boolean silent;
  private volatile Optional<Long> claimed = Optional.empty();
  private volatile Witness witness;

  /** It learns later which log it signs for. */
  ServedWitness(Path folder, String name, Clock clock) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.keys = WitnessKeys.of(name, WitnessKeys.generate());
    this.clock = clock;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/add-checkpoint", this::answer);
    server.start();
  }

  ServedWitness signsFor(TrustPolicy log) {
    witness = Witness.open(folder, keys, List.of(log), clock);
    return this;
  }

  /** One that answers nothing from now on, and takes connections. */
  void fallSilent() {
    silent = true;
  }

  /** One that says it knows so many entries, whatever it is asked; the truth when it is empty. */
  void claims(Optional<Long> size) {
    claimed = size;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] request = exchange.getRequestBody().readAllBytes();
      if (silent) {
        released.await(1, TimeUnit.MINUTES);
        return;
      }
      WitnessAnswer answer =
          claimed
              .map(size -> new WitnessAnswer(409, "text/x.tlog.size", ascii(size + "\n")))
              .orElseGet(() -> witness.add(request));
      exchange.getResponseHeaders().set("Content-Type", answer.contentType());
      exchange.sendResponseHeaders(answer.status(), answer.body().size());
      exchange.getResponseBody().write(answer.body().toArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Bytes ascii(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.US_ASCII));
  }

  WitnessKeys keys() {
    return keys;
  }

  /** A line of a policy. */
  String line(String name) {
    return "witness "
        + name
        + " "
        + keys.mlDsa44().vkey()
        + " http://127.0.0.1:"
        + server.getAddress().getPort()
        + "/\n";
  }

  WitnessAnswer ask(byte[] request) {
    return witness.add(request);
  }

  /** The head that it kept of a log, from its own folder. */
  Bytes keptHead(String origin) {
    try {
      return Bytes.of(Files.readAllBytes(folder.resolve(Witness.logHash(origin) + ".head")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    released.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}

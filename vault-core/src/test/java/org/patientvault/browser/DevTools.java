package org.patientvault.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Questions to a browser and their answers, as JSON over one connection. Waits two minutes. */
final class DevTools implements WebSocket.Listener, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();
  private final StringBuilder message = new StringBuilder();
  private WebSocket socket;

  static DevTools connect(URI address) {
    DevTools devTools = new DevTools();
    devTools.socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(address, devTools).join();
    return devTools;
  }

  /** The result of a method; an error of the browser is an exception with its text. */
  JsonNode ask(String session, String method, Map<String, Object> parameters) {
    int id = ids.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    asked.put(id, answer);
    send(id, session, method, parameters);
    JsonNode answered = answer.orTimeout(2, TimeUnit.MINUTES).join();
    if (answered.has("error")) {
      throw new AssertionError(method + ": " + answered.get("error"));
    }
    return answered.get("result");
  }

  private synchronized void send(
      int id, String session, String method, Map<String, Object> parameters) {
    Map<String, Object> question =
        session.isEmpty()
            ? Map.of("id", id, "method", method, "params", parameters)
            : Map.of("id", id, "method", method, "params", parameters, "sessionId", session);
    try {
      socket.sendText(JSON.writeValueAsString(question), true).join();
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** What the browser told of a session without being asked, by the method's name. */
  List<JsonNode> events(String session, String method) {
    return events.stream()
        .filter(event -> event.path("sessionId").asText().equals(session))
        .filter(event -> event.get("method").asText().equals(method))
        .map(event -> event.get("params"))
        .toList();
  }

  /** Waits until the browser has told this more than {@code before} times. */
  void await(String session, String method, int before) {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    synchronized (events) {
      while (events(session, method).size() <= before) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          throw new AssertionError("the browser did not tell of " + method);
        }
        await(left);
      }
    }
  }

  private void await(long millis) {
    try {
      events.wait(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while a browser was waited for", e);
    }
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    message.append(part);
    if (last) {
      take(message.toString());
      message.setLength(0);
    }
    from.request(1);
    return null;
  }

  private void take(String text) {
    try {
      JsonNode told = JSON.readTree(text);
      if (told.has("id")) {
        asked.remove(told.get("id").asInt()).complete(told);
      } else {
        synchronized (events) {
          events.add(told);
          events.notifyAll();
        }
      }
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    asked.values().forEach(answer -> answer.completeExceptionally(error));
  }

  @Override
  public void close() {
    socket.abort();
  }
}

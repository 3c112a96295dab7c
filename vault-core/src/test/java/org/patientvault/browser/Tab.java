package org.patientvault.browser;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** One page in the browser. */
public final class Tab implements AutoCloseable {
  private static final String LOADED = "Page.loadEventFired";

  private final DevTools devTools;
  private final String target;
  private final String session;

  Tab(DevTools devTools, String target, String session) {
    this.devTools = devTools;
    this.target = target;
    this.session = session;
    ask("Page.enable", Map.of());
    ask("Network.enable", Map.of());
    ask("Runtime.enable", Map.of());
  }

  /** Opens a file as a double click does, and waits until it is loaded. */
  public Tab open(Path file) {
    int before = devTools.events(session, LOADED).size();
    JsonNode opened = ask("Page.navigate", Map.of("url", file.toUri().toString()));
    if (opened.has("errorText")) {
      throw new AssertionError(file + ": " + opened.get("errorText"));
    }
    devTools.await(session, LOADED, before);
    return this;
  }

  /** The value of an expression of JavaScript; a promise is waited for. */
  public JsonNode value(String expression) {
    JsonNode result =
        ask(
            "Runtime.evaluate",
            Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
    if (result.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + result.get("exceptionDetails"));
    }
    return result.get("result").path("value");
  }

  /** Runs before the scripts of each page that is opened from now on. */
  public Tab before(String script) {
    ask("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
    return this;
  }

  public Tab withoutScripts() {
    ask("Emulation.setScriptExecutionDisabled", Map.of("value", true));
    return this;
  }

  public Tab ofSize(int width, int height) {
    ask(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    return this;
  }

  public Tab dark() {
    Map<String, Object> feature = Map.of("name", "prefers-color-scheme", "value", "dark");
    ask("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
    return this;
  }

  /** The document as it stands, also where no script may run. */
  public String html() {
    int root = ask("DOM.getDocument", Map.of()).get("root").get("nodeId").asInt();
    return ask("DOM.getOuterHTML", Map.of("nodeId", root)).get("outerHTML").asText();
  }

  /** Every address that the page asked for, the page itself among them. */
  public List<String> requests() {
    return devTools.events(session, "Network.requestWillBeSent").stream()
        .map(event -> event.get("request").get("url").asText())
        .toList();
  }

  /** Exceptions that nobody caught. */
  public List<String> exceptions() {
    return devTools.events(session, "Runtime.exceptionThrown").stream()
        .map(JsonNode::toString)
        .toList();
  }

  /** Dialogs of scripts: alert, confirm, prompt. */
  public int dialogs() {
    return devTools.events(session, "Page.javascriptDialogOpening").size();
  }

  public byte[] screenshot(boolean whole) {
    JsonNode taken =
        ask("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", whole));
    return Base64.getDecoder().decode(taken.get("data").asText());
  }

  /** The page on A4. */
  public byte[] pdf() {
    JsonNode printed =
        ask("Page.printToPDF", Map.of("preferCSSPageSize", true, "printBackground", false));
    return Base64.getDecoder().decode(printed.get("data").asText());
  }

  private JsonNode ask(String method, Map<String, Object> parameters) {
    return devTools.ask(session, method, parameters);
  }

  @Override
  public void close() {
    devTools.ask("", "Target.closeTarget", Map.of("targetId", target));
  }
}

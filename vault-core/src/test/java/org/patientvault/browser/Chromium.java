package org.patientvault.browser;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Chromium process of its own profile, spoken to in the DevTools protocol. What it asks of the
 * protocol is old and stable: any version will do.
 */
public final class Chromium implements AutoCloseable {
  private static final String LISTENS = "DevTools listening on ";
  private static final List<String> FLAGS =
      List.of(
          "--headless=new",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--disable-dev-shm-usage",
          "--remote-debugging-port=0");

  private final Path profile;
  private final Process process;
  private final DevTools devTools;

  private Chromium(Path profile, Process process, DevTools devTools) {
    this.profile = profile;
    this.process = process;
    this.devTools = devTools;
  }

  /** Starts the browser; {@code make tools} installs it. */
  public static Chromium start() {
    try {
      Path target = Files.createDirectories(Path.of("target"));
      Path profile = Files.createTempDirectory(target, "chromium").toAbsolutePath();
      Stream<String> own = Stream.of("--user-data-dir=" + profile, "about:blank");
      List<String> command =
          Stream.of(Stream.of("chromium"), FLAGS.stream(), own).flatMap(part -> part).toList();
      Process process =
          new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      return new Chromium(profile, process, DevTools.connect(address(process)));
    } catch (IOException e) {
      throw new UncheckedIOException("chromium did not start: make tools installs it", e);
    }
  }

  private static URI address(Process process) throws IOException {
    BufferedReader said =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.startsWith(LISTENS)) {
        drain(said);
        return URI.create(line.substring(LISTENS.length()).strip());
      }
    }
    throw new IOException("chromium ended before it could be spoken to");
  }

  /** A full pipe would stop the browser. */
  private static void drain(BufferedReader said) {
    Thread drain =
        new Thread(
            () -> {
              try {
                said.transferTo(Writer.nullWriter());
              } catch (IOException e) {
                // The browser ended.
              }
            });
    drain.setDaemon(true);
    drain.start();
  }

  /** A new empty tab. */
  public Tab tab() {
    String target =
        devTools
            .ask("", "Target.createTarget", Map.of("url", "about:blank"))
            .get("targetId")
            .asText();
    String session =
        devTools
            .ask("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .get("sessionId")
            .asText();
    return new Tab(devTools, target, session);
  }

  @Override
  public void close() {
    try {
      devTools.ask("", "Browser.close", Map.of());
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      devTools.close();
      remove(profile);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }

  private static void remove(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      // What is left lies under target.
    }
  }
}

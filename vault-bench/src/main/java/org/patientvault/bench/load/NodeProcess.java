package org.patientvault.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Our side of a {@link NodeWorker}. */
final class NodeProcess implements AutoCloseable {
  private final Process process;
  private final PrintStream to;
  private final BufferedReader from;

  NodeProcess(PostgresServer server, String location, String name, int patients, int callers)
      throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms256m",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                NodeWorker.class.getName(),
                location,
                PostgresServer.USER,
                server.passwordFile().toString(),
                name,
                Integer.toString(patients),
                Integer.toString(callers))
            .redirectError(Redirect.INHERIT)
            .start();
    to = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
    from =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    if (!line().equals("ready")) {
      throw new IOException("a node did not start");
    }
  }

  /** Lets it read for so long; gives how many reads it came to. */
  int read(long millis) throws IOException {
    to.println(millis);
    return Integer.parseInt(line());
  }

  private String line() throws IOException {
    String line = from.readLine();
    if (line == null) {
      throw new IOException("a node ended");
    }
    return line;
  }

  /** Waits until it signed and closed. */
  @Override
  public void close() throws IOException {
    to.close();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}

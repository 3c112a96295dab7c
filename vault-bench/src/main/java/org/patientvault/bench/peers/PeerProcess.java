package org.patientvault.bench.peers;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.patientvault.bench.Party;
import org.patientvault.bench.Slice;

/** Our side of the pipe: a JVM with one peer and nothing of the vault on its class path. */
public final class PeerProcess implements AutoCloseable {
  private static final Path MODULES = Path.of("vault-bench", "peers");
  private static final Path OURS = Path.of("vault-bench", "target", "classes");

  private final Process process;
  private final PrintStream to;
  private final BufferedReader from;
  private final int bytes;
  private final String unit;
  private final String remark;

  /** Starts the peer of this module, by the name of its class; it seals. */
  PeerProcess(String module, String className) throws IOException {
    this(module, className, "bytes sealed");
  }

  /** Starts the peer of this module, by the name of its class; {@code unit} says what it makes. */
  public static PeerProcess of(String module, String className, String unit) throws IOException {
    return new PeerProcess(module, className, unit);
  }

  private PeerProcess(String module, String className, String unit) throws IOException {
    this.unit = unit;
    process =
        new ProcessBuilder(command(MODULES.resolve(module).resolve("target"), className))
            .redirectError(Redirect.DISCARD)
            .start();
    to = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
    from =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    String first = line();
    int space = first.indexOf(' ');
    bytes = Integer.parseInt(first.substring(0, space));
    remark = first.substring(space + 1);
  }

  private static List<String> command(Path target, String className) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xbatch",
        "-Xms512m",
        "-Xmx512m",
        "-cp",
        OURS
            + File.pathSeparator
            + target.resolve("classes")
            + File.pathSeparator
            + target.resolve("lib")
            + "/*",
        "org.patientvault.bench.peers." + className);
  }

  /** The peer's turns at {@code verb}: {@code seal}, {@code open} or what else it does. */
  public Party party(String name, String verb) {
    return new Party() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public String remark() {
        return "%,d %s; %s".formatted(bytes, unit, remark);
      }

      @Override
      public Slice work(long nanos) throws IOException {
        to.println(verb + " " + nanos);
        return slice(line());
      }
    };
  }

  private static Slice slice(String line) {
    String[] numbers = line.split(" ", -1);
    return new Slice(
        Long.parseLong(numbers[0]),
        Long.parseLong(numbers[1]),
        Long.parseLong(numbers[2]),
        Long.parseLong(numbers[3]));
  }

  private String line() throws IOException {
    String line = from.readLine();
    if (line == null) {
      throw new IOException("a peer ended; build it with -Pbench-peers");
    }
    return line;
  }

  @Override
  public void close() {
    to.close();
    process.destroy();
  }
}

package org.patientvault.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.witness.Witness;
import org.patientvault.model.VaultException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "serve",
    description = {
      "be a witness: answer requests over HTTP (C2SP tlog-witness) until the process is ended",
      "needs no vault; listens on this machine alone unless told otherwise; for others put a web"
          + " server with TLS before it, though nothing secret is sent and every answer is signed"
    },
    footer = {
      "",
      "example:",
      "  patientvault audit witness serve --folder w1 --listen 127.0.0.1:8970 --log hospital.policy"
    })
final class WitnessServeCommand extends VaultCommand {
  private static final Pattern PLACE = Pattern.compile("(\\[[0-9A-Fa-f:]+\\]|[^:]+):([0-9]{1,5})");
  private static final int LARGEST_PORT = 65_535;

  @Option(names = "--folder", paramLabel = "DIR", required = true, description = "the witness's")
  Path folder = Path.of("");

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:8970",
      description = "where (${DEFAULT-VALUE}); port 0 takes a free one")
  String listen = "";

  @Option(
      names = "--log",
      paramLabel = "FILE",
      required = true,
      description = "the keys of a log that it signs for, from audit keys; once for each log")
  List<Path> logs = new ArrayList<>();

  @Override
  ExitCode run(Desk desk) throws IOException, InterruptedException {
    InetSocketAddress place = place();
    Witness witness = WitnessPlace.open(desk, folder, logs);
    try (WitnessServer server = new WitnessServer(place, witness, desk.output())) {
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "patientvault-stop"));
      desk.output().line("listening on " + server.address());
      server.await();
    }
    return ExitCode.VERIFIED;
  }

  private InetSocketAddress place() {
    Matcher found = PLACE.matcher(listen);
    if (!found.matches() || Integer.parseInt(found.group(2)) > LARGEST_PORT) {
      throw new VaultException.InvalidInput("--listen is HOST:PORT, such as 127.0.0.1:8970");
    }
    InetSocketAddress place =
        new InetSocketAddress(found.group(1), Integer.parseInt(found.group(2)));
    if (place.isUnresolved()) {
      throw new VaultException.InvalidInput("--listen names a host that is not known here");
    }
    return place;
  }
}

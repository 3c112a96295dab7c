package org.patientvault.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.patientvault.Anchor;
import org.patientvault.AnchorRequest;
import org.patientvault.Anchors;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.anchor.TsaTrust;
import org.patientvault.model.VaultException;
import org.patientvault.verify.Authorities;
import org.patientvault.verify.NewFile;
import org.patientvault.verify.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "request",
    description = {
      "sign the log, and ask for a time stamp over that",
      "with --url: over HTTP, and keep the answer; with --out: into a file to carry to an"
          + " authority, whose answer goes to audit anchor add"
    },
    footer = {
      "",
      "examples:",
      "  patientvault audit anchor request --url http://tsa.example.org --tsa tsa.pem --vault"
          + " clinic.vault",
      "  patientvault audit anchor request --out today.tsq --vault clinic.vault"
    })
final class AuditAnchorRequestCommand extends VaultCommand {
  @Option(names = "--out", paramLabel = "FILE", description = "a new file for the request (.tsq)")
  @Nullable Path out;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "ask this authority now, and wait for 30 s at most")
  @Nullable URI url;

  @Option(
      names = Authorities.OPTION,
      paramLabel = "FILE",
      description = "the authority's certificate or its root's (PEM); with --url; may be repeated")
  List<Path> tsa = new ArrayList<>();

  @Override
  protected Optional<String> hint(VaultException failure) {
    return url != null && failure instanceof VaultException.StorageFailed
        ? Optional.of("ask again later, or with --out FILE, and carry the request to an authority")
        : Optional.empty();
  }

  @Override
  ExitCode run(Desk desk) {
    if ((out == null) == (url == null) || (url == null) != tsa.isEmpty()) {
      throw new VaultException.InvalidInput(
          "give --out FILE, or --url URL with the authority's certificate: --tsa FILE.pem");
    }
    TsaTrust authorities = Authorities.of(tsa);
    try (Vault vault = desk.open()) {
      Anchors anchors = vault.administration(desk.actor(Desk.ADMIN)).anchors();
      return url == null
          ? write(desk.output(), anchors)
          : said(desk.output(), anchors.obtain(url, authorities));
    }
  }

  private ExitCode write(Output output, Anchors anchors) {
    AnchorRequest request = anchors.request();
    if (out == null) {
      throw new AssertionError("checked before");
    }
    NewFile.write(out, request.query().toArray());
    if (output.isJson()) {
      output.json(JsonValue.members().put("size", request.size()).build());
    } else {
      output.say(
          "request over "
              + request.size()
              + " entries written; bring the answer to: patientvault audit anchor add FILE --tsa"
              + " FILE");
    }
    return ExitCode.VERIFIED;
  }

  static ExitCode said(Output output, Anchor kept) {
    String time = kept.stamped().map(String::valueOf).orElse("");
    if (output.isJson()) {
      output.json(
          JsonValue.members()
              .put("size", kept.size())
              .put("number", kept.number())
              .put("stamped", time)
              .build());
    } else {
      output.say("time stamp kept: the first " + kept.size() + " entries were there at " + time);
    }
    return ExitCode.VERIFIED;
  }
}

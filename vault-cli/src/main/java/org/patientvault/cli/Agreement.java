package org.patientvault.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.patientvault.Administration;
import org.patientvault.Approvals;
import org.patientvault.RequestInfo;
import org.patientvault.Vault;
import org.patientvault.audit.AdministratorKey;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.RequestKind;
import org.patientvault.model.VaultException;
import org.patientvault.verify.InputFile;
import picocli.CommandLine.Option;

/** The options of what two administrators have to agree to: to ask for it, and to do it then. */
final class Agreement {
  @Option(
      names = "--ask",
      paramLabel = "KEY",
      description =
          "do nothing yet: ask the other administrators, signing with this key file of your own")
  @Nullable Path ask;

  @Option(
      names = "--why-file",
      paramLabel = "FILE",
      description = "with --ask: why; sealed, so it is no argument")
  @Nullable Path whyFile;

  @Option(
      names = "--not-before",
      paramLabel = "TIME",
      description = "with --ask: it is not done sooner, such as 2026-03-02T08:00:00Z; else now")
  @Nullable String notBefore;

  @Option(
      names = "--hours",
      paramLabel = "N",
      description = "with --ask: how long after that it may be done, 1 to 720; else 72")
  int hours = (int) Approvals.USUAL.toHours();

  @Option(
      names = AdministratorFile.PASSPHRASE,
      paramLabel = "FILE",
      description = "with --ask: read the key file's passphrase from its first line")
  @Nullable Path passphraseFile;

  @Option(
      names = "--request",
      paramLabel = "ID",
      description = "do what another administrator approved under this request, once")
  @Nullable String request;

  boolean asks() {
    return ask != null;
  }

  /** Who does it: under a request, where one was named. */
  Administration admin(Desk desk, Vault vault) {
    Administration admin = vault.administration(desk.actor(Desk.ADMIN));
    return request == null ? admin : admin.under(request);
  }

  /** Asks for it instead of doing it, and prints the request's id. */
  ExitCode ask(
      Desk desk, RequestKind kind, Function<Administration, Map<String, String>> parameters) {
    if (request != null) {
      throw new VaultException.InvalidInput("--ask or --request: one after the other");
    }
    Path file = java.util.Objects.requireNonNull(ask);
    String reason = reason();
    Instant from = from();
    try (Vault vault = desk.open()) {
      Administration admin = vault.administration(desk.actor(Desk.ADMIN));
      AdministratorKey key = AdministratorFile.open(desk, file, passphraseFile);
      RequestInfo asked =
          admin
              .approvals()
              .ask(kind, parameters.apply(admin), key, from, Duration.ofHours(hours), reason);
      RequestLine.print(desk.output(), asked);
      desk.output()
          .hint(
              "another administrator now runs patientvault request approve "
                  + asked.id()
                  + "; then you run this again with --request "
                  + asked.id()
                  + " in the place of --ask");
    }
    return ExitCode.VERIFIED;
  }

  private String reason() {
    if (whyFile == null) {
      throw new VaultException.InvalidInput("who is asked wants to know why: give --why-file FILE");
    }
    if (hours < 1 || hours > 720) {
      throw new VaultException.InvalidInput("--hours is 1 to 720");
    }
    String reason = new String(InputFile.read(whyFile, "reason"), StandardCharsets.UTF_8).strip();
    if (reason.isEmpty() || reason.length() > 2000) {
      throw new VaultException.InvalidInput("a reason has 1 to 2000 characters");
    }
    return reason;
  }

  private Instant from() {
    try {
      return notBefore == null ? Instant.now() : Instant.parse(notBefore);
    } catch (DateTimeParseException e) {
      throw new VaultException.InvalidInput(
          "--not-before is a time in UTC such as 2026-03-02T08:00:00Z", e);
    }
  }
}

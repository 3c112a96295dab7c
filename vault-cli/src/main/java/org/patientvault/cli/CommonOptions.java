package org.patientvault.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.Purpose;
import picocli.CommandLine.Option;

/**
 * The options that every command has, beside those of printing. A command ignores what it has no
 * use for.
 */
final class CommonOptions {
  @Option(
      names = "--vault",
      paramLabel = "FILE",
      description =
          "the vault: a file, a jdbc:sqlite: URL or jdbc:postgresql://HOST:PORT/DATABASE; else"
              + " $PATIENTVAULT_VAULT")
  @Nullable String vault;

  @Option(
      names = Secret.PASSPHRASE_FILE,
      paramLabel = "FILE",
      description =
          "read the passphrase, or a key store's password, from the first line of FILE;"
              + " /dev/fd/N reads it from an open descriptor; else it is asked for")
  @Nullable Path passphraseFile;

  @Option(
      names = Secret.PIN_FILE,
      paramLabel = "FILE",
      description =
          "read a token's PIN from the first line of FILE; else the file that its URI names, else"
              + " it is asked for")
  @Nullable Path pinFile;

  @Option(
      names = "--unlock",
      paramLabel = "URI",
      description =
          "open with this protector alone; needed where a secret is sent to the server that the URI"
              + " names, such as hcvault://")
  @Nullable String unlock;

  @Option(
      names = "--database-user",
      paramLabel = "NAME",
      description =
          "as whom to connect to a PostgreSQL server; else $PATIENTVAULT_DATABASE_USER, else the"
              + " user of the operating system")
  @Nullable String databaseUser;

  @Option(
      names = "--database-password-file",
      paramLabel = "FILE",
      description =
          "read that user's password from the first line of FILE; /dev/fd/N reads it from an open"
              + " descriptor; else $PGPASSFILE or ~/.pgpass")
  @Nullable Path databasePasswordFile;

  @Option(
      names = "--last-signed",
      paramLabel = "FILE",
      description =
          "hold the log against the newest signed head in FILE, and keep it there, on another disk"
              + " than the vault; else $PATIENTVAULT_LAST_SIGNED")
  @Nullable Path lastSigned;

  @Option(
      names = "--erasure-register",
      paramLabel = "FOLDER",
      description =
          "the folder that has a certificate of every erased patient, on another disk than the"
              + " vault; else $PATIENTVAULT_ERASURE_REGISTER")
  @Nullable Path erasureRegister;

  @Option(
      names = "--actor",
      paramLabel = "USER",
      description = "who acts; else the user of the operating system")
  @Nullable String actor;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description = "the actor's role, as the access policy names it")
  @Nullable String role;

  @Option(
      names = "--purpose",
      paramLabel = "CODE",
      description = "why: an HL7 PurposeOfUse code, such as TREAT")
  @Nullable Purpose purpose;

  @Option(names = "--yes", description = "do not ask before something that cannot be undone")
  boolean yes;
}

package org.patientvault.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.patientvault.Session;
import org.patientvault.SlotInfo;
import org.patientvault.Vault;
import org.patientvault.VaultLabel;
import org.patientvault.VaultOptions;
import org.patientvault.keys.Asks;
import org.patientvault.keys.ProtectorUri;
import org.patientvault.keys.Protectors;
import org.patientvault.keys.SecretSource;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.Purpose;
import org.patientvault.model.Role;
import org.patientvault.model.VaultException;
import org.patientvault.verify.NotOpened;
import org.patientvault.verify.Output;
import org.patientvault.verify.Terminal;

/**
 * What one command works with: the options, the terminal, and the secrets it read, which are wiped
 * when it ends.
 */
final class Desk implements AutoCloseable, StoredProtectors.Secrets {
  static final String ADMIN = "admin";
  static final String AUDITOR = "auditor";
  static final String POSTGRES = "jdbc:postgresql:";
  private static final String NEW_PASSPHRASE_FILE = "--new-passphrase-file";

  private final CommonOptions options;
  private final Terminal terminal;
  private final Output output;
  private final List<Secret> secrets = new ArrayList<>();
  private final Map<Path, Secret> given = new HashMap<>();
  private @Nullable VaultOptions vaultOptions;

  Desk(CommonOptions options, Terminal terminal, Output output) {
    this.options = options;
    this.terminal = terminal;
    this.output = output;
  }

  Output output() {
    return output;
  }

  Terminal terminal() {
    return terminal;
  }

  boolean namesVault() {
    return options.vault != null || terminal.environment().containsKey("PATIENTVAULT_VAULT");
  }

  /** Where the vault is. */
  String location() {
    String named =
        options.vault != null ? options.vault : terminal.environment().get("PATIENTVAULT_VAULT");
    if (named == null || named.isBlank()) {
      throw new VaultException.InvalidInput(
          "which vault? give --vault FILE, or set PATIENTVAULT_VAULT");
    }
    if (named.startsWith(POSTGRES)) {
      DriverLog.silence();
    }
    return named;
  }

  boolean isOnServer() {
    return location().startsWith(POSTGRES);
  }

  /** How this process runs a vault: its name, and as whom it connects to a database server. */
  VaultOptions options() {
    if (vaultOptions == null) {
      vaultOptions = login(erasureRegister(lastSigned(VaultOptions.defaults().withNode("cli"))));
    }
    return vaultOptions;
  }

  private VaultOptions lastSigned(VaultOptions before) {
    return place(options.lastSigned, "PATIENTVAULT_LAST_SIGNED")
        .map(before::withLastSigned)
        .orElse(before);
  }

  private VaultOptions erasureRegister(VaultOptions before) {
    return place(options.erasureRegister, "PATIENTVAULT_ERASURE_REGISTER")
        .map(before::withErasureRegister)
        .orElse(before);
  }

  /** What the option names, else the environment; empty where neither does. */
  private Optional<Path> place(@Nullable Path option, String variable) {
    return Optional.ofNullable(option)
        .or(
            () ->
                Optional.ofNullable(terminal.environment().get(variable))
                    .filter(named -> !named.isBlank())
                    .map(Path::of));
  }

  private VaultOptions login(VaultOptions before) {
    Secret password =
        options.databasePasswordFile == null
            ? null
            : keep(Secret.fromFile(options.databasePasswordFile, "database password"));
    String user = databaseUser();
    if (user == null) {
      user = password == null ? null : System.getProperty("user.name");
    }
    return user == null ? before : before.withDatabaseLogin(user, password);
  }

  private @Nullable String databaseUser() {
    String user =
        options.databaseUser != null
            ? options.databaseUser
            : terminal.environment().get("PATIENTVAULT_DATABASE_USER");
    if (user != null && user.isBlank()) {
      throw new VaultException.InvalidInput(
          "--database-user is empty; say as whom to connect, or leave it out");
    }
    return user;
  }

  /** Opens the vault with whatever secret is at hand. */
  Vault open() {
    return open(unlocks());
  }

  /** Opens the vault with the first of {@code unlocks} that opens a slot. */
  Vault open(List<Unlock> unlocks) {
    return opening(() -> Vault.open(location(), unlocks, options()));
  }

  /** What the vault says of itself, unopened. */
  VaultLabel label() {
    return opening(() -> Vault.label(location(), options()));
  }

  /** The slots of the vault, unopened. */
  List<SlotInfo> slots() {
    return label().slots();
  }

  /** What a first look at the vault gives; that there is nothing to look at is not a refusal. */
  <T> T opening(Supplier<T> look) {
    try {
      return look.get();
    } catch (VaultException.StorageFailed | VaultException.UnsupportedFormat e) {
      throw new NotOpened(e);
    }
  }

  /**
   * The protector that was named; else those that the vault says it has. Recovery keys have a
   * command of their own.
   */
  List<Unlock> unlocks() {
    return options.unlock == null
        ? new StoredProtectors(everyDay()).unlocks(this)
        : List.of(named(KnownProtector.uri(options.unlock)));
  }

  /** As {@link #unlocks}, of a vault that is a backup. */
  List<Unlock> unlocksOf(String backup) {
    List<SlotInfo> slots = opening(() -> Vault.label(backup)).slots();
    return options.unlock == null
        ? new StoredProtectors(slots).unlocks(this)
        : List.of(named(KnownProtector.uri(options.unlock)));
  }

  private Unlock named(ProtectorUri uri) {
    Asks asks = Protectors.asks(uri);
    String what = asks == Asks.PIN ? "PIN" : "secret";
    return new Unlock(
        uri, later(() -> given(asks).orElseGet(() -> typed(asks, what + " for " + uri))));
  }

  private List<SlotInfo> everyDay() {
    List<SlotInfo> slots =
        slots().stream().filter(slot -> !slot.kind().equals(Unlock.RECOVERY)).toList();
    if (slots.stream().noneMatch(SlotFindings::opens)) {
      throw new VaultException.KeyUnavailable(
          "only a recovery key opens this vault; patientvault recovery open --new URI adds a slot"
              + " for every day");
    }
    return slots;
  }

  /** Read when it is first asked for, and once: a descriptor gives it once. */
  @Override
  public Optional<Secret> given(Asks asks) {
    boolean pin = asks == Asks.PIN;
    Path file = pin ? options.pinFile : options.passphraseFile;
    return Optional.ofNullable(file)
        .map(named -> given.computeIfAbsent(named, from -> read(from, pin ? "PIN" : "passphrase")));
  }

  /** A secret in a file, wiped when the command ends. */
  Secret read(Path file, String what) {
    return keep(Secret.fromFile(file, what));
  }

  @Override
  public Secret typed(Asks asks, String question) {
    String option = asks == Asks.PIN ? Secret.PIN_FILE : Secret.PASSPHRASE_FILE;
    return keep(Secret.prompted(terminal, question, option));
  }

  @Override
  public SecretSource typedLater(Asks asks, String question) {
    return later(() -> typed(asks, question));
  }

  /** Asks when the first slot needs it, and once. */
  private static SecretSource later(Supplier<Secret> ask) {
    AtomicReference<@Nullable Secret> asked = new AtomicReference<>();
    return () -> {
      Secret secret = asked.get();
      if (secret == null) {
        secret = ask.get();
        asked.set(secret);
      }
      return secret.read();
    };
  }

  /** What opens the first slot of a vault that is to be made. */
  Unlock firstUnlock(ProtectorUri uri) {
    return Protectors.asks(uri) == Asks.PIN
        ? named(uri)
        : fresh(uri, options.passphraseFile, "new passphrase", Secret.PASSPHRASE_FILE);
  }

  /**
   * What opens a slot, or a key, that is to be added.
   *
   * @param file with its secret; a token has its PIN already, which is asked for once
   */
  Unlock addedUnlock(ProtectorUri uri, @Nullable Path file) {
    if (Protectors.asks(uri) == Asks.PIN) {
      return file == null ? named(uri) : new Unlock(uri, read(file, "PIN"));
    }
    return fresh(uri, file, "secret of the new slot", NEW_PASSPHRASE_FILE);
  }

  /** With a secret that is asked for now, unless the kind may need nothing. */
  private Unlock fresh(ProtectorUri uri, @Nullable Path file, String question, String option) {
    return new Unlock(
        uri,
        Protectors.asks(uri) == Asks.SECRET
            ? newSecret(file, question, option)
            : later(() -> newSecret(file, question, option)));
  }

  /** The secret of a protector that is to be made: from {@code file}, else asked for twice. */
  Secret newSecret(@Nullable Path file, String question) {
    return newSecret(file, question, NEW_PASSPHRASE_FILE);
  }

  /** What is to seal a new witness's keys. */
  SecretSource newWitnessSecret(String question) {
    return newSecret(options.passphraseFile, question, Secret.PASSPHRASE_FILE);
  }

  /** What opens a witness's keys. */
  SecretSource witnessSecret() {
    return given(Asks.SECRET).orElseGet(() -> typed(Asks.SECRET, "passphrase of the witness"));
  }

  /** What opens an administrator's own key: from {@code file}, else asked for. */
  SecretSource administratorSecret(@Nullable Path file) {
    return keep(
        file != null
            ? Secret.fromFile(file)
            : Secret.prompted(
                terminal, "passphrase of your administrator's key", AdministratorFile.PASSPHRASE));
  }

  /** What is to seal one. */
  SecretSource newAdministratorSecret(@Nullable Path file) {
    return newSecret(file, "new passphrase", AdministratorFile.PASSPHRASE);
  }

  private Secret newSecret(@Nullable Path file, String question, String option) {
    return keep(
        file != null ? Secret.fromFile(file) : Secret.promptedTwice(terminal, question, option));
  }

  private Secret keep(Secret secret) {
    secrets.add(secret);
    return secret;
  }

  /** Who acts, in {@code usualRole} unless another was named. */
  Actor actor(String usualRole) {
    String role = options.role != null ? options.role : usualRole;
    return new Actor("os", userId(), new Role(role));
  }

  private String userId() {
    if (options.actor != null && options.actor.isBlank()) {
      throw new VaultException.InvalidInput("--actor is empty; say who acts, or leave it out");
    }
    String user = options.actor != null ? options.actor : System.getProperty("user.name");
    return user == null || user.isBlank() ? "unknown" : user.toLowerCase(Locale.ROOT);
  }

  /** A session of whoever was named, who must say in which role and why. */
  Session session(Vault vault) {
    if (options.role == null || options.purpose == null) {
      throw new VaultException.InvalidInput(
          "say in which role and why, for example: --role physician --purpose TREAT");
    }
    return vault.as(actor(options.role), options.purpose);
  }

  /** A session of administration, unless another role or purpose was named. */
  Session administrativeSession(Vault vault) {
    return vault.as(actor(ADMIN), purpose());
  }

  Purpose purpose() {
    return options.purpose != null ? options.purpose : Purpose.HSYSADMIN;
  }

  /** Asks before something that cannot be undone; {@code words} are made when they are needed. */
  void confirm(Supplier<String> words) {
    if (options.yes) {
      return;
    }
    String what = words.get();
    if (terminal.console() == null) {
      throw new VaultException.Refused(what + "; say --yes to do it");
    }
    String answer = terminal.console().readLine("%s. Go on? [y/N] ", what);
    if (answer == null || !answer.strip().equalsIgnoreCase("y")) {
      throw new VaultException.Refused("nothing was changed");
    }
  }

  @Override
  public void close() {
    secrets.forEach(Secret::close);
  }
}

package org.patientvault.internal.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.patientvault.model.VaultException;

/**
 * Puts a vault that was made ready in a file of its own to where it is to be used: all of it, or
 * nothing.
 */
public final class Placement {
  private static final int AT_ONCE = 500;

  private final StoreLocation target;
  private final DatabaseLogin login;

  public Placement(StoreLocation target, DatabaseLogin login) {
    this.target = target;
    this.login = login;
  }

  /**
   * Refuses a place where there is something.
   *
   * @throws VaultException.Refused when there is
   */
  public void requireNothing() {
    if (target instanceof SqliteLocation file) {
      if (isAnythingAt(file.file())) {
        throw new VaultException.Refused(
            "there is something at "
                + file
                + " already; a vault is never written over: move it away, and keep it as evidence");
      }
    } else if (isThere()) {
      throw new VaultException.Refused(
          "there is a vault in "
              + target
              + " already; a vault is never written over: restore into an empty database, and keep"
              + " this one as evidence");
    }
  }

  /** What a database left beside its name would be read with another one of that name. */
  private static boolean isAnythingAt(Path file) {
    return Stream.of("", "-wal", "-shm", "-journal")
        .anyMatch(ending -> Files.exists(Path.of(file + ending)));
  }

  private boolean isThere() {
    try (Store there = Store.examine(target, login)) {
      return there.read(rows -> rows.state().isPresent());
    } catch (VaultException.StorageFailed e) {
      if (String.valueOf(e.getMessage()).startsWith("no vault in database")) {
        return false;
      }
      throw e;
    }
  }

  /** The folder that a file is to be in; empty for a database on a server. */
  public Optional<Path> folder() {
    return target instanceof SqliteLocation file
        ? Optional.ofNullable(file.file().toAbsolutePath().getParent())
        : Optional.empty();
  }

  /** Puts {@code ready} there: a whole vault in a file that nobody has open. */
  public void put(Path ready) {
    if (target instanceof SqliteLocation file) {
      SqliteFile.force(ready);
      rename(ready, file.file());
    } else {
      copy(ready);
    }
  }

  /** A link, unlike a move, never replaces what is there. */
  private void rename(Path ready, Path file) {
    try {
      Files.createLink(file, ready);
      SqliteFile.forceName(file);
    } catch (FileAlreadyExistsException e) {
      throw new VaultException.Refused(
          "somebody made a vault at " + file + " meanwhile; it was left alone");
    } catch (UnsupportedOperationException | IOException e) {
      move(ready, file);
    }
  }

  private static void move(Path ready, Path file) {
    try {
      Files.move(ready, file);
    } catch (FileAlreadyExistsException e) {
      throw new VaultException.Refused(
          "somebody made a vault at " + file + " meanwhile; it was left alone");
    } catch (IOException e) {
      throw new VaultException.StorageFailed("the vault could not be put to " + file, e);
    }
  }

  private void copy(Path ready) {
    SqliteLocation source = new SqliteLocation(ready, OptionalInt.empty());
    try (Sql from = SqliteConnections.examining(source).connect()) {
      Store.create(target, login, rows -> copy(from, rows)).close();
    }
  }

  private static Void copy(Sql from, WriteView rows) {
    for (String table : LayoutV1.names()) {
      copyTable(from, rows.sql, table);
    }
    if (!rows.countAll().equals(new ReadView(from).countAll())) {
      throw WriteView.swallowed();
    }
    return null;
  }

  private static void copyTable(Sql from, Sql to, String table) {
    List<String> names = LayoutV1.columns(table);
    String columns = String.join(", ", names);
    String insert =
        "INSERT INTO "
            + table
            + " ("
            + columns
            + ") VALUES (?"
            + ", ?".repeat(names.size() - 1)
            + ")";
    List<Object[]> some = new ArrayList<>(AT_ONCE);
    from.each(
        "SELECT " + columns + " FROM " + table,
        Sql::values,
        values -> {
          some.add(values);
          if (some.size() == AT_ONCE) {
            to.batch(insert, some);
            some.clear();
          }
        });
    to.batch(insert, some);
  }
}

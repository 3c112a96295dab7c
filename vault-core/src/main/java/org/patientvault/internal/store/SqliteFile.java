package org.patientvault.internal.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.patientvault.model.VaultException;
import org.slf4j.LoggerFactory;

/** The file of a vault on SQLite, as the operating system sees it. */
final class SqliteFile {
  private SqliteFile() {}

  /**
   * Makes the empty file, readable by its owner alone, unless there is one. An empty file, or a
   * database without anything in it, is what a making leaves that was cut off; it is used. True
   * when it was made.
   */
  static boolean createVaultFile(Path file) {
    boolean there = isEmpty(file) || isBlankDatabase(file);
    if (!there) {
      createFile(file);
    }
    return !there;
  }

  /** Makes the empty file, readable by its owner alone, where nothing is. */
  static void createFile(Path file) {
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException e) {
      throw new VaultException.Refused(
          "there is a file at " + file + " already; a vault is never written over it");
    } catch (IOException e) {
      throw new VaultException.StorageFailed(
          "the file " + file + " cannot be made; is its folder there and writable?", e);
    }
  }

  static boolean isEmpty(Path file) {
    return Files.isRegularFile(file) && size(file) == 0;
  }

  static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new VaultException.StorageFailed("the file " + file + " cannot be read", e);
    }
  }

  /** Looks without changing anything: it may be anybody's file. */
  private static boolean isBlankDatabase(Path file) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    Properties onlyToRead = new Properties();
    onlyToRead.setProperty("open_mode", SqliteConnections.READ_ONLY);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file, onlyToRead);
        Statement statement = connection.createStatement();
        ResultSet any =
            statement.executeQuery(
                "SELECT 1 FROM sqlite_master UNION ALL"
                    + " SELECT 1 FROM pragma_application_id WHERE application_id <> 0")) {
      return !any.next();
    } catch (SQLException e) {
      return false;
    }
  }

  /** Takes away what a making left that came to nothing. */
  static void deleteVault(Path file) {
    // The vault's file last: while it is there, nobody makes another one of this name.
    List.of("-wal", "-shm", "").forEach(end -> delete(Path.of(file + end)));
  }

  static void delete(Path halfDone) {
    try {
      Files.deleteIfExists(halfDone);
    } catch (IOException e) {
      LoggerFactory.getLogger(SqliteFile.class)
          .warn("a file that is half done could not be deleted: {}", e.getMessage());
    }
  }

  /** Makes a file's name outlive a power cut, where folders can be forced. */
  static void forceName(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      LoggerFactory.getLogger(SqliteFile.class)
          .debug("the folder of {} cannot be forced to the disk: {}", file, e.getMessage());
    }
  }

  static void force(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    } catch (IOException e) {
      throw new VaultException.StorageFailed(
          "the file " + file + " could not be forced to the disk", e);
    }
  }
}

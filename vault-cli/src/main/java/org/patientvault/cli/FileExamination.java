package org.patientvault.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Looks at the vault's file from outside: there, private, room to grow, its log not piling up. */
final class FileExamination {
  private static final long MIB = 1L << 20;
  private static final long WAL_WORTH_A_WORD = 256 * MIB;
  private static final long ROOM = 1024 * MIB;
  private static final int LOCK_MILLIS = 1_000;
  private static final int SQLITE_BUSY = 5;
  private static final Set<PosixFilePermission> OWNER =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final Path file;
  private final List<Finding> findings = new ArrayList<>();

  private FileExamination(Path file) {
    this.file = file.toAbsolutePath();
  }

  static List<Finding> of(Path file) {
    FileExamination examination = new FileExamination(file);
    try {
      examination.run();
    } catch (IOException e) {
      examination.findings.add(
          Finding.unopened("file", "it cannot be looked at", "look at its folder and permissions"));
    }
    return examination.findings;
  }

  private void run() throws IOException {
    if (!Files.isRegularFile(file)) {
      findings.add(
          Finding.unopened(
              "file",
              "there is no vault where you said",
              "check --vault; patientvault init makes one"));
      return;
    }
    findings.add(Finding.ok("file", Files.size(file) / MIB + " MiB"));
    permissions();
    lock();
    room();
    pile();
  }

  /** Takes the lock that every writer takes, and lets it go again. */
  private void lock() {
    try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = database.createStatement()) {
      statement.execute("PRAGMA busy_timeout = " + LOCK_MILLIS);
      statement.execute("BEGIN IMMEDIATE");
      statement.execute("ROLLBACK");
      findings.add(Finding.ok("lock", "nobody holds it"));
    } catch (SQLException e) {
      // What else may be wrong with the file is found when it is opened.
      if (e.getErrorCode() == SQLITE_BUSY) {
        findings.add(
            Finding.problem(
                "lock",
                "another process holds it for longer than " + LOCK_MILLIS + " ms",
                "wait for it; fuser FILE names the process"));
      }
    }
  }

  private void permissions() throws IOException {
    boolean wide = false;
    for (PosixFilePermission each : Files.getPosixFilePermissions(file)) {
      wide |= !OWNER.contains(each);
    }
    findings.add(
        wide
            ? Finding.warning(
                "permissions",
                "others than its owner may touch the file",
                "chmod 600 it, and its -wal and -shm files")
            : Finding.ok("permissions", "its owner's alone"));
    if (!Files.isWritable(file) || !Files.isWritable(parent())) {
      findings.add(
          Finding.problem(
              "writing",
              "this user may not write the file or its folder",
              "run as the vault's user, or give it the folder"));
    }
  }

  private void room() throws IOException {
    long free = Files.getFileStore(file).getUsableSpace();
    long wanted = Math.max(ROOM, Files.size(file) / 2);
    String words = free / MIB + " MiB free";
    findings.add(
        free < wanted
            ? Finding.warning(
                "disk",
                words,
                "make room: at least " + wanted / MIB + " MiB; a full disk stops reading too")
            : Finding.ok("disk", words));
  }

  private void pile() throws IOException {
    Path wal = parent().resolve(file.getFileName() + "-wal");
    long size = Files.exists(wal) ? Files.size(wal) : 0;
    findings.add(
        size > WAL_WORTH_A_WORD
            ? Finding.warning(
                "write-ahead log",
                size / MIB + " MiB",
                "some process keeps an old snapshot open; restart it")
            : Finding.ok("write-ahead log", size / MIB + " MiB"));
  }

  private Path parent() {
    Path parent = file.getParent();
    return parent == null ? file : parent;
  }
}

package org.patientvault.tokens;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The softoken of NSS, on a database made by certutil. One in a process, because NSS is told of its
 * database when it starts.
 */
public final class NssToken extends TestToken {
  private static final String LABEL = "nss";

  private final Path database;

  private NssToken(Path database) {
    super(TokenPrograms.module("libsoftokn3.so"), LABEL);
    this.database = database;
  }

  /** The one of this process. */
  public static NssToken shared() {
    return Shared.TOKEN;
  }

  private static final class Shared {
    private static final NssToken TOKEN = make();
  }

  private static NssToken make() {
    try {
      Path database = TokenPrograms.make(TokenPrograms.folder().resolve("nss"));
      Path pin = Files.writeString(TokenPrograms.folder().resolve("nss-pin"), PIN + "\n");
      TokenPrograms.run("certutil", "-N", "-d", "sql:" + database, "-f", pin.toString());
      return new NssToken(database);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What NSS wants to hear when it starts. */
  public String initialisation() {
    return module().getFileName()
        + ":configdir='sql:"
        + database
        + "' certPrefix='' keyPrefix='' secmod='secmod.db' dbTokenDescription='"
        + LABEL
        + "' flags=";
  }
}

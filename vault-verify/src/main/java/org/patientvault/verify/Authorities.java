package org.patientvault.verify;

import java.nio.file.Path;
import java.util.List;
import org.patientvault.audit.anchor.TsaTrust;

/** The time stamp authorities that somebody names by their certificates. */
public final class Authorities {
  public static final String OPTION = "--tsa";

  private Authorities() {}

  /** Those of every file together; nobody where there is none. */
  public static TsaTrust of(List<Path> files) {
    return files.stream()
        .map(file -> TsaTrust.parse(InputFile.read(file, "certificate")))
        .reduce(TsaTrust.nobody(), TsaTrust::and);
  }
}

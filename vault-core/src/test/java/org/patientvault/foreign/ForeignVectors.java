package org.patientvault.foreign;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes texts out of the files in docs/formats/vectors, without a library. */
public final class ForeignVectors {
  private ForeignVectors() {}

  /** The bytes of the first text that is a member {@code name} of {@code file}. */
  public static byte[] bytes(String file, String name) throws IOException {
    Matcher member =
        Pattern.compile("\"" + name + "\" : \"((?:[^\"\\\\]++|\\\\.)*+)\"")
            .matcher(Files.readString(Path.of("..", "docs", "formats", "vectors", file)));
    if (!member.find()) {
      throw new IOException(file + " has no member " + name);
    }
    return member.group(1).translateEscapes().getBytes(StandardCharsets.UTF_8);
  }
}

package org.patientvault.internal.documents;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.patientvault.model.VaultException;

/** The files to read, and how their names say what they hold. */
final class InputFiles {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final String NAMES = ".json, .ndjson, .json.gz or .ndjson.gz";

  private InputFiles() {}

  static List<Path> in(List<Path> filesAndDirectories) {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < filesAndDirectories.size(); i++) {
      add(filesAndDirectories.get(i), i + 1, files);
    }
    return List.copyOf(files);
  }

  private static void add(Path path, int argument, List<Path> files) {
    if (Files.isDirectory(path)) {
      addDirectory(path, argument, files);
    } else if (!Files.exists(path)) {
      throw new VaultException.InvalidInput("input " + argument + " does not exist");
    } else if (!isJson(path) && !isLines(path)) {
      throw new VaultException.InvalidInput("input " + argument + " is not named " + NAMES);
    } else {
      files.add(path);
    }
  }

  private static void addDirectory(Path directory, int argument, List<Path> files) {
    int before = files.size();
    try (Stream<Path> found = Files.walk(directory)) {
      found
          .filter(path -> (isJson(path) || isLines(path)) && Files.isRegularFile(path))
          .sorted()
          .forEach(files::add);
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new VaultException.InvalidInput(
          "the directory given as input " + argument + " cannot be read", e);
    }
    if (files.size() == before) {
      throw new VaultException.InvalidInput(
          "input " + argument + " is a folder without any file named " + NAMES);
    }
  }

  static boolean isLines(Path path) {
    return plainName(path).endsWith(".ndjson");
  }

  private static boolean isJson(Path path) {
    return plainName(path).endsWith(".json");
  }

  private static String plainName(Path path) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
  }

  /** The content, decompressed if the name ends in {@code .gz}. */
  static InputStream read(Path path) throws IOException {
    InputStream raw = Files.newInputStream(path);
    try {
      return path.toString().toLowerCase(Locale.ROOT).endsWith(".gz")
          ? new GZIPInputStream(raw, BUFFER_BYTES)
          : new BufferedInputStream(raw, BUFFER_BYTES);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }
}

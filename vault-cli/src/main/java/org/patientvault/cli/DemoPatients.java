package org.patientvault.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The invented patients of the demonstration, as files and by their family names. */
final class DemoPatients {
  private static final String HOME = "/demo/";
  private static final Pattern FAMILY = Pattern.compile("\"family\" ?: ?\"([^\"\\\\]{4,})\"");

  private final Set<String> familyNames = new LinkedHashSet<>();

  /** Writes them into {@code folder}. */
  void unpack(Path folder) throws IOException {
    for (String name : text("index.txt").lines().toList()) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.resolveSibling("."));
      String content = text(name);
      Files.writeString(file, content);
      Matcher family = FAMILY.matcher(content);
      while (family.find()) {
        familyNames.add(family.group(1));
      }
    }
  }

  private static String text(String name) throws IOException {
    try (InputStream in = DemoPatients.class.getResourceAsStream(HOME + name)) {
      if (in == null) {
        throw new AssertionError(name + " is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  List<String> familyNames() {
    return List.copyOf(familyNames);
  }

  /** How many of the names stand readable in {@code file}. */
  long namesIn(Path file) throws IOException {
    return namesIn(Files.readAllBytes(file));
  }

  long namesIn(byte[] stored) {
    String bytes = new String(stored, StandardCharsets.ISO_8859_1);
    return familyNames.stream().filter(name -> bytes.contains(latin(name))).count();
  }

  private static String latin(String name) {
    return new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}

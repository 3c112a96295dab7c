package org.patientvault.cli.demo;

import static org.patientvault.cli.demo.Json.object;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Makes the files of {@code vault-cli/src/main/resources/demo}, always the same bytes. */
public final class DemoData {
  private DemoData() {}

  /** Writes the files into the directory given as the first argument. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    for (Map.Entry<String, String> file : files().entrySet()) {
      Path path = directory.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }

  /** Every file by its path below {@code demo}; {@code index.txt} lists the others. */
  static Map<String, String> files() {
    Map<String, String> files = new TreeMap<>();
    files.put("bundles/00-staff.json", bundle("batch", Resources.staff()));
    for (Person person : Person.WITH_BUNDLE) {
      List<Map<String, Object>> resources = Resources.of(person, url("Patient", person.id()));
      files.put("bundles/" + person.number() + ".json", bundle("transaction", resources));
    }
    bulk().forEach((type, lines) -> files.put("bulk/" + type + ".ndjson", lines.toString()));
    files.put("index.txt", String.join("\n", files.keySet()) + "\n");
    return files;
  }

  /** One entry on each line, so that a change shows as a line. */
  private static String bundle(String type, List<Map<String, Object>> resources) {
    List<String> entries = new ArrayList<>();
    for (Map<String, Object> resource : resources) {
      String kind = (String) resource.get("resourceType");
      entries.add(
          Json.write(
              object(
                  "fullUrl", url(kind, (String) resource.get("id")),
                  "resource", resource,
                  "request", object("method", "POST", "url", kind))));
    }
    return "{\"resourceType\":\"Bundle\",\"type\":\""
        + type
        + "\",\"entry\":[\n"
        + String.join(",\n", entries)
        + "\n]}\n";
  }

  private static String url(String type, String id) {
    byte[] name = (type + "/" + id).getBytes(StandardCharsets.UTF_8);
    return "urn:uuid:" + UUID.nameUUIDFromBytes(name);
  }

  private static Map<String, StringBuilder> bulk() {
    Map<String, StringBuilder> files = new TreeMap<>();
    for (Person person : Person.IN_BULK) {
      for (Map<String, Object> resource : Resources.of(person, "Patient/" + person.id())) {
        files
            .computeIfAbsent((String) resource.get("resourceType"), type -> new StringBuilder())
            .append(Json.write(resource))
            .append('\n');
      }
    }
    return files;
  }
}

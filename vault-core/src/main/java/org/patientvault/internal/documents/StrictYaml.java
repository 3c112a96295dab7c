package org.patientvault.internal.documents;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.patientvault.model.VaultException;

/**
 * Reads the small part of YAML that schema and policy files need: mappings, lists and scalars.
 *
 * <p>Refuses duplicate keys, aliases, anchors on collections, tags, a second document, invalid
 * UTF-8, more than {@link #MAX_BYTES} bytes, {@link #MAX_NODES} nodes or {@link #MAX_DEPTH} levels,
 * always as {@link VaultException.InvalidInput} with the line. Aliases are never expanded, so a
 * file cannot grow.
 */
final class StrictYaml {
  static final int MAX_BYTES = 1 << 20;
  static final int MAX_NODES = 50_000;
  static final int MAX_DEPTH = 12;

  private static final YAMLFactory FACTORY = new YAMLFactory();

  private final YAMLParser parser;
  private int nodes;

  private StrictYaml(YAMLParser parser) {
    this.parser = parser;
  }

  /** The file's one document, which must be a mapping. */
  static YamlNode.Mapping read(byte[] file) {
    if (file.length > MAX_BYTES) {
      throw new VaultException.InvalidInput(
          "the file has " + file.length + " bytes; at most " + MAX_BYTES + " are read");
    }
    if (!StrictUtf8.isValid(file)) {
      throw new VaultException.InvalidInput("the file is not valid UTF-8");
    }
    try (YAMLParser parser = FACTORY.createParser(new String(file, StandardCharsets.UTF_8))) {
      return new StrictYaml(parser).document();
    } catch (JsonProcessingException e) {
      throw new VaultException.InvalidInput(
          "line " + lineOf(e.getLocation()) + ": not well-formed YAML", e);
    } catch (IOException e) {
      throw new AssertionError("reading from memory cannot fail", e);
    }
  }

  private static String lineOf(JsonLocation location) {
    return location == null ? "?" : String.valueOf(location.getLineNr());
  }

  private YamlNode.Mapping document() throws IOException {
    if (parser.nextToken() == null) {
      throw new VaultException.InvalidInput("line 1: the file is empty");
    }
    YamlNode.Mapping root = node(1).asMapping();
    if (parser.nextToken() != null) {
      throw refused("a second document begins here; one file holds one");
    }
    return root;
  }

  private YamlNode node(int depth) throws IOException {
    requireHarmless(depth);
    int line = line();
    return switch (parser.currentToken()) {
      case START_OBJECT -> mapping(line, depth);
      case START_ARRAY -> sequence(line, depth);
      case VALUE_STRING -> new YamlNode.Text(line, parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          new YamlNode.Literal(line, "a number", parser.getText());
      case VALUE_TRUE -> new YamlNode.Literal(line, "true or false", "true");
      case VALUE_FALSE -> new YamlNode.Literal(line, "true or false", "false");
      case VALUE_NULL -> new YamlNode.Literal(line, "nothing", "");
      default -> throw refused("a kind of value that is not read here");
    };
  }

  private void requireHarmless(int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw refused("nested deeper than " + MAX_DEPTH + " levels");
    }
    if (++nodes > MAX_NODES) {
      throw refused("more than " + MAX_NODES + " values");
    }
    if (parser.isCurrentAlias() || parser.getObjectId() != null) {
      throw refused("anchors and aliases are not allowed: write it out");
    }
    if (parser.getTypeId() != null) {
      throw refused("tags are not allowed");
    }
  }

  private YamlNode mapping(int line, int depth) throws IOException {
    Map<String, YamlNode> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      int keyLine = line();
      parser.nextToken();
      if (entries.put(key, node(depth + 1)) != null) {
        throw new VaultException.InvalidInput(
            "line " + keyLine + ": the key '" + YamlNode.shortened(key) + "' stands twice");
      }
    }
    return new YamlNode.Mapping(line, entries);
  }

  private YamlNode sequence(int line, int depth) throws IOException {
    List<YamlNode> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node(depth + 1));
    }
    return new YamlNode.Sequence(line, List.copyOf(items));
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }

  private VaultException.InvalidInput refused(String reason) {
    return new VaultException.InvalidInput("line " + line() + ": " + reason);
  }
}

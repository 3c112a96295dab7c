package org.patientvault.internal.documents;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.FieldClass;
import org.patientvault.model.FieldName;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.RecordType;
import org.patientvault.model.VaultException;

/**
 * The YAML form of a {@link TableMapping}.
 *
 * <p>Strict: an unknown key, a field or column that stands twice, or an option that the column's
 * type has no use for is {@link VaultException.InvalidInput} with line and reason. Form:
 * docs/moving-in.md.
 */
public final class TableMappingFile {
  private static final String VERSION_KEY = "patientvault-migration";
  private static final String NOBODY = "nobody";
  private static final int MAX_COLUMNS = 4_096;
  private static final int MAX_SCALE = 1_000;

  private static final Set<String> KEYS =
      ordered(VERSION_KEY, "table", "key", "patient", "record", "columns", "ignore");
  private static final Set<String> COLUMN_KEYS =
      ordered("field", "type", "class", "scale", "zone", "epoch", "yes", "no");

  /** Names that are the record's own. */
  private static final Set<String> TAKEN = Set.of("id", "resourceType", "*");

  private TableMappingFile() {}

  private static Set<String> ordered(String... keys) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(List.of(keys)));
  }

  /** Reads a mapping file. */
  public static TableMapping parse(byte[] file) {
    YamlNode.Mapping root = StrictYaml.read(file);
    FileVersion.require(root, VERSION_KEY);
    root.allowOnly(KEYS);
    YamlNode.Mapping record = root.require("record").asMapping();
    record.allowOnly(ordered("type", "id"));
    List<ColumnRule> columns = columns(root.require("columns").asMapping());
    return new TableMapping(
        table(root.require("table")),
        names(root.require("key"), 8),
        owner(root.require("patient")),
        record.require("type").as(RecordType::new),
        name(record.require("id")),
        columns,
        ignored(root.entries().get("ignore"), columns));
  }

  private static List<String> table(YamlNode node) {
    return names(node, 2);
  }

  private static List<String> names(YamlNode node, int most) {
    List<String> names = node.asListOrOne().stream().map(TableMappingFile::name).toList();
    if (names.isEmpty() || names.size() > most) {
      throw node.refused("expected 1 to " + most + " names");
    }
    if (new HashSet<>(names).size() < names.size()) {
      throw node.refused("a name stands twice");
    }
    return names;
  }

  private static String name(YamlNode node) {
    return node.as(
        text -> {
          if (text.isEmpty() || text.length() > 128 || text.chars().anyMatch(c -> c < ' ')) {
            throw new IllegalArgumentException("no name of a table or column");
          }
          return text;
        });
  }

  private static Optional<TableMapping.OwnerColumns> owner(YamlNode node) {
    if (node instanceof YamlNode.Text text && text.text().equals(NOBODY)) {
      return Optional.empty();
    }
    YamlNode.Mapping owner = node.asMapping();
    owner.allowOnly(ordered("issuer", "issuer-column", "column"));
    Optional<String> issuer = option(owner, "issuer", TableMappingFile::issuer);
    Optional<String> issuerColumn = option(owner, "issuer-column", TableMappingFile::name);
    if (issuer.isPresent() == issuerColumn.isPresent()) {
      throw owner.refused("say either 'issuer', the same for all, or 'issuer-column'");
    }
    return Optional.of(
        new TableMapping.OwnerColumns(issuer, issuerColumn, name(owner.require("column"))));
  }

  private static String issuer(YamlNode node) {
    return node.as(text -> new PatientIdentifier(text, "any").issuer());
  }

  private static <T> Optional<T> option(
      YamlNode.Mapping node, String key, Function<YamlNode, T> reader) {
    return Optional.ofNullable(node.entries().get(key)).map(reader);
  }

  private static List<ColumnRule> columns(YamlNode.Mapping node) {
    if (node.entries().isEmpty() || node.entries().size() > MAX_COLUMNS) {
      throw node.refused("1 to " + MAX_COLUMNS + " columns become fields");
    }
    List<ColumnRule> rules = new ArrayList<>();
    Set<FieldName> fields = new HashSet<>();
    for (Map.Entry<String, YamlNode> each : node.entries().entrySet()) {
      ColumnRule rule = rule(each.getKey(), each.getValue().asMapping());
      if (!fields.add(rule.field())) {
        throw each.getValue().refused("the field '" + rule.field() + "' stands twice");
      }
      rules.add(rule);
    }
    return rules;
  }

  private static ColumnRule rule(String column, YamlNode.Mapping node) {
    node.allowOnly(COLUMN_KEYS);
    ColumnType type = Words.oneOf(ColumnType.class, node.require("type"), ColumnType::word);
    return new ColumnRule(
        name(new YamlNode.Text(node.line(), column)),
        field(node.require("field")),
        type,
        option(node, "class", each -> each.as(FieldClass::new)),
        reading(node, type));
  }

  private static FieldName field(YamlNode node) {
    FieldName field = node.as(FieldName::new);
    if (TAKEN.contains(field.value())) {
      throw node.refused("no field can be called " + field + ": type and id are the record's key");
    }
    return field;
  }

  private static ColumnRule.Reading reading(YamlNode.Mapping node, ColumnType type) {
    requireType(node, "scale", type, ColumnType.DECIMAL);
    requireType(node, "zone", type, ColumnType.INSTANT);
    requireType(node, "epoch", type, ColumnType.INSTANT);
    requireType(node, "yes", type, ColumnType.BOOLEAN);
    requireType(node, "no", type, ColumnType.BOOLEAN);
    if (node.entries().containsKey("yes") != node.entries().containsKey("no")) {
      throw node.refused("'yes' and 'no' are said together");
    }
    if (node.entries().containsKey("zone") && node.entries().containsKey("epoch")) {
      throw node.refused("what is counted from 1970 has no zone");
    }
    YamlNode scale = node.entries().get("scale");
    return new ColumnRule.Reading(
        scale == null ? OptionalInt.empty() : OptionalInt.of(scale.asCount(MAX_SCALE)),
        option(node, "zone", each -> each.as(TableMappingFile::zone)),
        option(node, "epoch", TableMappingFile::epoch),
        option(node, "yes", TableMappingFile::spelling),
        option(node, "no", TableMappingFile::spelling));
  }

  private static void requireType(
      YamlNode.Mapping node, String option, ColumnType type, ColumnType wanted) {
    YamlNode given = node.entries().get(option);
    if (given != null && type != wanted) {
      throw given.refused("'" + option + "' is for columns of type " + wanted.word());
    }
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("no time zone, such as Europe/Vienna", e);
    }
  }

  private static ChronoUnit epoch(YamlNode node) {
    return switch (node.asText()) {
      case "seconds" -> ChronoUnit.SECONDS;
      case "milliseconds" -> ChronoUnit.MILLIS;
      default -> throw node.refused("an epoch counts 'seconds' or 'milliseconds'");
    };
  }

  /** YAML reads 1 as a number, and it is its spelling that is meant. */
  private static String spelling(YamlNode node) {
    return node instanceof YamlNode.Literal literal ? literal.text() : node.asText();
  }

  private static Set<String> ignored(@Nullable YamlNode node, List<ColumnRule> columns) {
    Set<String> ignored = new LinkedHashSet<>();
    for (YamlNode each : node == null ? List.<YamlNode>of() : node.asList()) {
      String column = name(each);
      if (!ignored.add(column)) {
        throw each.refused("the column stands twice");
      }
      if (columns.stream().anyMatch(rule -> rule.column().equals(column))) {
        throw each.refused("the column is to become a field and to be ignored");
      }
    }
    return ignored;
  }
}

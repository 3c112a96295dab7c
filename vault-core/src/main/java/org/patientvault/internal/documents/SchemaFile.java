package org.patientvault.internal.documents;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.patientvault.model.Confidentiality;
import org.patientvault.model.FieldClass;
import org.patientvault.model.FieldName;
import org.patientvault.model.FieldRule;
import org.patientvault.model.GroupName;
import org.patientvault.model.Padding;
import org.patientvault.model.RecordType;
import org.patientvault.model.Schema;
import org.patientvault.model.TypeSchema;
import org.patientvault.model.VaultException;

/**
 * The YAML form of a {@link Schema}.
 *
 * <p>Strict: an unknown key, a duplicate key or field, a wrong type or a class that the file does
 * not declare is {@link VaultException.InvalidInput} with line and reason; a version that is not
 * known is {@link VaultException.UnsupportedFormat}. Form and limits:
 * docs/formats/schema-and-policy.md.
 */
public final class SchemaFile {
  static final String VERSION_KEY = "patientvault-schema";

  private static final Set<String> KEYS =
      Collections.unmodifiableSet(
          new java.util.LinkedHashSet<>(
              List.of(VERSION_KEY, "name", "classes", "other-types", "types")));
  private static final Set<String> TYPE_KEYS =
      Collections.unmodifiableSet(
          new java.util.LinkedHashSet<>(List.of("fields", "others", "groups", "padding")));
  private static final int MAX_TYPES = 1_000;
  private static final int MAX_CLASSES = 64;

  private final Map<FieldClass, Confidentiality> classes = new LinkedHashMap<>();

  private SchemaFile() {}

  /** Reads a schema file. */
  public static Schema parse(byte[] file) {
    return new SchemaFile().schema(StrictYaml.read(file));
  }

  private Schema schema(YamlNode.Mapping root) {
    FileVersion.require(root, VERSION_KEY);
    root.allowOnly(KEYS);
    YamlNode.Mapping declared = root.require("classes").asMapping();
    declared.entries().forEach(this::declareClass);
    if (classes.isEmpty() || classes.size() > MAX_CLASSES) {
      throw declared.refused("a schema declares 1 to " + MAX_CLASSES + " classes");
    }
    return new Schema(
        root.require("name").asText(),
        classes,
        types(root.require("types").asMapping()),
        new TypeSchema(Map.of(), plainRule(root.require("other-types"))));
  }

  private void declareClass(String name, YamlNode level) {
    FieldClass fieldClass = new YamlNode.Text(level.line(), name).as(FieldClass::new);
    classes.put(fieldClass, Words.oneOf(Confidentiality.class, level, Confidentiality::name));
  }

  private Map<RecordType, TypeSchema> types(YamlNode.Mapping node) {
    if (node.entries().size() > MAX_TYPES) {
      throw node.refused("a schema names at most " + MAX_TYPES + " types");
    }
    Map<RecordType, TypeSchema> types = new HashMap<>();
    node.entries()
        .forEach(
            (name, type) ->
                types.put(
                    new YamlNode.Text(type.line(), name).as(RecordType::new),
                    type(type.asMapping())));
    return types;
  }

  private TypeSchema type(YamlNode.Mapping node) {
    node.allowOnly(TYPE_KEYS);
    Map<FieldName, FieldClass> fieldClasses = new LinkedHashMap<>();
    node.require("fields")
        .asMapping()
        .entries()
        .forEach((name, fields) -> addFields(fieldClasses, name, fields));
    Map<FieldName, GroupName> groups = groups(node, fieldClasses);
    Map<FieldName, Padding> paddings = paddings(node, fieldClasses.keySet());
    Map<FieldName, FieldRule> rules = new HashMap<>();
    fieldClasses.forEach(
        (field, fieldClass) ->
            rules.put(
                field,
                new FieldRule(
                    fieldClass,
                    groups.getOrDefault(field, groupOf(fieldClass)),
                    paddings.getOrDefault(field, Padding.DEFAULT))));
    return new TypeSchema(rules, plainRule(node.require("others")));
  }

  private void addFields(
      Map<FieldName, FieldClass> fieldClasses, String className, YamlNode fields) {
    FieldClass fieldClass = declared(new YamlNode.Text(fields.line(), className));
    for (YamlNode item : fields.asList()) {
      FieldName field = fieldName(item);
      if (fieldClasses.put(field, fieldClass) != null) {
        throw item.refused("the field '" + field + "' stands twice in this type");
      }
    }
  }

  private static FieldName fieldName(YamlNode node) {
    FieldName field = node.as(FieldName::new);
    if (field.equals(FieldName.OTHERS)) {
      throw node.refused("the class of fields that are not named is given under 'others'");
    }
    return field;
  }

  private FieldClass declared(YamlNode node) {
    FieldClass fieldClass = node.as(FieldClass::new);
    if (!classes.containsKey(fieldClass)) {
      throw node.refused(
          "the class '" + fieldClass + "' is not declared, declared are " + classes.keySet());
    }
    return fieldClass;
  }

  private FieldRule plainRule(YamlNode className) {
    FieldClass fieldClass = declared(className);
    return new FieldRule(fieldClass, groupOf(fieldClass), Padding.DEFAULT);
  }

  private static GroupName groupOf(FieldClass fieldClass) {
    return new GroupName(fieldClass.value());
  }

  private Map<FieldName, GroupName> groups(
      YamlNode.Mapping type, Map<FieldName, FieldClass> fieldClasses) {
    Map<FieldName, GroupName> groups = new HashMap<>();
    forEachIn(
        type,
        "groups",
        (name, fields) -> {
          GroupName group = new YamlNode.Text(fields.line(), name).as(GroupName::new);
          requireOwnName(fields, group);
          fields.asList().forEach(item -> putOnce(groups, item, known(item, fieldClasses), group));
          requireOneClass(fields, group, groups, fieldClasses);
        });
    return groups;
  }

  private void requireOwnName(YamlNode node, GroupName group) {
    if (classes.containsKey(new FieldClass(group.value()))) {
      throw node.refused("the group '" + group + "' is named as a class, which has its own group");
    }
  }

  private static FieldName known(YamlNode item, Map<FieldName, FieldClass> fieldClasses) {
    FieldName field = fieldName(item);
    if (!fieldClasses.containsKey(field)) {
      throw item.refused("the field '" + field + "' has no class in this type");
    }
    return field;
  }

  /** A group is opened as a whole, so it must not mix what different people may see. */
  private static void requireOneClass(
      YamlNode node,
      GroupName group,
      Map<FieldName, GroupName> groups,
      Map<FieldName, FieldClass> fieldClasses) {
    long distinct =
        groups.entrySet().stream()
            .filter(entry -> entry.getValue().equals(group))
            .map(entry -> fieldClasses.get(entry.getKey()))
            .distinct()
            .count();
    if (distinct > 1) {
      throw node.refused("the group '" + group + "' mixes fields of different classes");
    }
  }

  private static Map<FieldName, Padding> paddings(YamlNode.Mapping type, Set<FieldName> fields) {
    Map<FieldName, Padding> paddings = new HashMap<>();
    forEachIn(
        type,
        "padding",
        (name, value) -> {
          FieldName field = new YamlNode.Text(value.line(), name).as(FieldName::new);
          if (!fields.contains(field)) {
            throw value.refused("the field '" + field + "' has no class in this type");
          }
          paddings.put(field, padding(value));
        });
    return paddings;
  }

  private static Padding padding(YamlNode value) {
    if (value instanceof YamlNode.Text text) {
      if (text.text().equals("none")) {
        return Padding.NONE;
      }
      throw value.refused("padding is 'none' or a number of bytes to reserve");
    }
    return Padding.atLeast(value.asCount(65_536));
  }

  private static void forEachIn(
      YamlNode.Mapping type, String key, java.util.function.BiConsumer<String, YamlNode> consumer) {
    YamlNode node = type.entries().get(key);
    if (node != null) {
      node.asMapping().entries().forEach(consumer);
    }
  }

  private static <K, V> void putOnce(Map<K, V> map, YamlNode node, K key, V value) {
    if (map.put(key, value) != null) {
      throw node.refused("the field '" + key + "' stands in two groups");
    }
  }

  /** What a reviewer should look at; an empty list means nothing was found. */
  public static List<String> lint(Schema schema) {
    List<String> findings = new ArrayList<>();
    SchemaLint.check(schema, findings::add);
    return Collections.unmodifiableList(findings);
  }
}

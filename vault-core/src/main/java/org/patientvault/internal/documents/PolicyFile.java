package org.patientvault.internal.documents;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.patientvault.access.AccessPolicy;
import org.patientvault.access.AccessRequest;
import org.patientvault.access.AccessRule;
import org.patientvault.access.Action;
import org.patientvault.access.Effect;
import org.patientvault.access.PolicyExample;
import org.patientvault.access.Scope;
import org.patientvault.model.FieldClass;
import org.patientvault.model.Purpose;
import org.patientvault.model.Role;
import org.patientvault.model.VaultException;

/**
 * The YAML form of an {@link AccessPolicy}.
 *
 * <p>Strict: an unknown key, a duplicate key or name, a wrong type, an unknown purpose or action is
 * {@link VaultException.InvalidInput} with line and reason; a version that is not known is {@link
 * VaultException.UnsupportedFormat}. Form and limits: docs/formats/schema-and-policy.md.
 */
public final class PolicyFile {
  static final String VERSION_KEY = "patientvault-policy";

  private static final Set<String> KEYS = Set.of(VERSION_KEY, "name", "rules", "tests");
  private static final Set<String> RULE_KEYS =
      Set.of("name", "roles", "purposes", "classes", "allow", "break-glass", "deny");
  private static final Set<String> TEST_KEYS =
      Set.of("role", "purpose", "action", "class", "emergency", "expect");

  private PolicyFile() {}

  /** Reads a policy file; its examples are kept and not run. */
  public static AccessPolicy parse(byte[] file) {
    YamlNode.Mapping root = StrictYaml.read(file);
    FileVersion.require(root, VERSION_KEY);
    root.allowOnly(KEYS);
    String name = root.require("name").asText();
    List<AccessRule> rules = list(root.require("rules"), PolicyFile::rule);
    List<PolicyExample> examples = list(root.require("tests"), PolicyFile::example);
    return located(root, () -> new AccessPolicy(name, rules, examples));
  }

  private static <T> List<T> list(YamlNode node, Function<YamlNode.Mapping, T> reader) {
    return node.asList().stream().map(item -> reader.apply(item.asMapping())).toList();
  }

  private static AccessRule rule(YamlNode.Mapping node) {
    node.allowOnly(RULE_KEYS);
    Effect effect = effectOf(node);
    Set<Action> actions = actions(node.require(effect.word()));
    return located(
        node,
        () ->
            new AccessRule(
                node.require("name").asText(),
                scope(node.require("roles"), item -> item.as(Role::new)),
                scope(node.require("purposes"), PolicyFile::purpose),
                classes(node, actions),
                actions,
                effect));
  }

  private static Effect effectOf(YamlNode.Mapping node) {
    List<Effect> stated =
        Arrays.stream(Effect.values())
            .filter(effect -> node.entries().containsKey(effect.word()))
            .toList();
    if (stated.size() != 1) {
      throw node.refused("a rule has exactly one of allow, break-glass and deny");
    }
    return stated.get(0);
  }

  private static Set<Action> actions(YamlNode node) {
    Set<Action> actions = EnumSet.noneOf(Action.class);
    for (YamlNode item : node.asListOrOne()) {
      if (!actions.add(action(item))) {
        throw item.refused("the action stands twice");
      }
    }
    return actions;
  }

  private static Action action(YamlNode item) {
    return Words.oneOf(Action.class, item, Action::word);
  }

  private static Purpose purpose(YamlNode item) {
    return Words.oneOf(Purpose.class, item, Purpose::name);
  }

  /** Classes are stated exactly when they matter, so that no reader wonders. */
  private static Scope<FieldClass> classes(YamlNode.Mapping node, Set<Action> actions) {
    boolean matter = actions.stream().anyMatch(Action::isPerClass);
    if (matter) {
      return scope(node.require("classes"), item -> item.as(FieldClass::new));
    }
    if (node.entries().containsKey("classes")) {
      throw node.refused("classes matter to read and write only; leave them out");
    }
    return Scope.any();
  }

  private static <T> Scope<T> scope(YamlNode node, Function<YamlNode, T> reader) {
    if (node instanceof YamlNode.Text text && text.text().equals("any")) {
      return Scope.any();
    }
    Set<T> names = new LinkedHashSet<>();
    for (YamlNode item : node.asListOrOne()) {
      refuseAny(item);
      if (!names.add(reader.apply(item))) {
        throw item.refused("the name stands twice");
      }
    }
    return located(node, () -> Scope.of(new HashSet<>(names)));
  }

  private static void refuseAny(YamlNode item) {
    if (item.asText().equals("any")) {
      throw item.refused("'any' stands alone, not in a list");
    }
  }

  private static PolicyExample example(YamlNode.Mapping node) {
    node.allowOnly(TEST_KEYS);
    YamlNode actionNode = node.entries().get("action");
    YamlNode emergency = node.entries().get("emergency");
    YamlNode fieldClass = node.entries().get("class");
    return located(
        node,
        () ->
            new PolicyExample(
                new AccessRequest(
                    actionNode == null ? Action.READ : action(actionNode),
                    node.require("role").as(Role::new),
                    purpose(node.require("purpose")),
                    fieldClass == null ? null : fieldClass.as(FieldClass::new),
                    emergency != null && emergency.asBoolean()),
                Words.oneOf(Effect.class, node.require("expect"), Effect::word)));
  }

  private static <T> T located(YamlNode node, java.util.function.Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw node.refused(String.valueOf(e.getMessage()));
    }
  }

  /** What a reviewer should look at: failed examples first, then what is seldom meant. */
  public static List<String> lint(AccessPolicy policy, org.patientvault.model.Schema schema) {
    List<String> findings = new ArrayList<>(policy.failedExamples());
    PolicyLint.check(policy, schema, findings::add);
    return List.copyOf(findings);
  }
}

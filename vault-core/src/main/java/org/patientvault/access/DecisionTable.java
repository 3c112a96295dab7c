package org.patientvault.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.FieldClass;
import org.patientvault.model.Purpose;
import org.patientvault.model.Role;

/**
 * A policy's rules, worked out for every action, role, purpose and class that can be asked for.
 *
 * <p>One row and one column more than there are names: there stands what {@code any} gives to names
 * that no rule mentions. Immutable.
 */
final class DecisionTable {
  private static final int MAX_NAMES = 64;
  private static final int ACTIONS = Action.values().length;
  private static final int PURPOSES = Purpose.values().length;

  private final Map<Role, Integer> roles;
  private final Map<FieldClass, Integer> classes;
  private final Effect[] effects;

  private DecisionTable(Map<Role, Integer> roles, Map<FieldClass, Integer> classes) {
    this.roles = roles;
    this.classes = classes;
    this.effects = new Effect[ACTIONS * PURPOSES * (roles.size() + 1) * (classes.size() + 1)];
  }

  static DecisionTable compile(List<AccessRule> rules, Set<Role> roles, Set<FieldClass> classes) {
    DecisionTable table = new DecisionTable(numbered("roles", roles), numbered("classes", classes));
    for (@Nullable Role role : withUnnamed(roles)) {
      for (@Nullable FieldClass fieldClass : withUnnamed(classes)) {
        table.fill(rules, role, fieldClass);
      }
    }
    return table;
  }

  private static <T> Map<T, Integer> numbered(String what, Set<T> names) {
    if (names.size() > MAX_NAMES) {
      throw new IllegalArgumentException("a policy names at most " + MAX_NAMES + " " + what);
    }
    Map<T, Integer> numbers = new HashMap<>();
    names.forEach(name -> numbers.put(name, numbers.size()));
    return numbers;
  }

  private static <T> List<@Nullable T> withUnnamed(Set<T> names) {
    List<@Nullable T> all = new ArrayList<>(names);
    all.add(null);
    return all;
  }

  private void fill(List<AccessRule> rules, @Nullable Role role, @Nullable FieldClass fieldClass) {
    for (Action action : Action.values()) {
      for (Purpose purpose : Purpose.values()) {
        effects[index(action, role, purpose, fieldClass)] =
            combined(rules, action, role, purpose, fieldClass);
      }
    }
  }

  private static Effect combined(
      List<AccessRule> rules,
      Action action,
      @Nullable Role role,
      Purpose purpose,
      @Nullable FieldClass fieldClass) {
    return rules.stream()
        .filter(rule -> rule.matches(action, role, purpose, fieldClass))
        .map(AccessRule::effect)
        .reduce(Effect::and)
        .orElse(Effect.DENY);
  }

  /**
   * The strongest matching effect; {@link Effect#DENY} where nothing matches. {@code null} stands
   * for a role or class that no rule names, and for the class of an action that asks for none.
   */
  Effect effect(
      Action action, @Nullable Role role, Purpose purpose, @Nullable FieldClass fieldClass) {
    return effects[index(action, role, purpose, fieldClass)];
  }

  @SuppressWarnings("EnumOrdinal") // the table never outlives the enums it was made from
  private int index(
      Action action, @Nullable Role role, Purpose purpose, @Nullable FieldClass fieldClass) {
    int row = numberOf(roles, role);
    int column = numberOf(classes, fieldClass);
    return ((row * PURPOSES + purpose.ordinal()) * (classes.size() + 1) + column) * ACTIONS
        + action.ordinal();
  }

  private static <T> int numberOf(Map<T, Integer> numbers, @Nullable T name) {
    return name == null ? numbers.size() : numbers.getOrDefault(name, numbers.size());
  }
}

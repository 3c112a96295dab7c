package org.patientvault.access;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.patientvault.model.FieldClass;
import org.patientvault.model.Purpose;
import org.patientvault.model.Role;

/**
 * Who may do what, for which purpose, to which class of fields: role × purpose × class → allow,
 * deny or break-glass.
 *
 * <p>Default deny: what no rule allows is refused, unknown roles and classes included. Where
 * several rules match, DENY beats BREAK_GLASS beats ALLOW, so the order of rules does not matter.
 * Compiled to a table: a decision costs tens of nanoseconds. Immutable; the same request always
 * gets the same answer. File form: docs/formats/schema-and-policy.md.
 */
public final class AccessPolicy {
  /** The most rules a policy may have. */
  public static final int MAX_RULES = 200;

  /** The most examples a policy may have. */
  public static final int MAX_EXAMPLES = 1_000;

  private final String name;
  private final List<AccessRule> rules;
  private final List<PolicyExample> examples;
  private final DecisionTable table;

  /** Limits: {@link #MAX_RULES} rules, {@link #MAX_EXAMPLES} examples, 64 roles, 64 classes. */
  public AccessPolicy(String name, List<AccessRule> rules, List<PolicyExample> examples) {
    if (name.isBlank() || name.length() > 200) {
      throw new IllegalArgumentException("a policy's name has 1 to 200 characters");
    }
    requireAtMost("rules", rules.size(), MAX_RULES);
    requireAtMost("examples", examples.size(), MAX_EXAMPLES);
    this.name = name;
    this.rules = List.copyOf(rules);
    this.examples = List.copyOf(examples);
    this.table = DecisionTable.compile(this.rules, roles(), classes());
  }

  private static void requireAtMost(String what, int count, int most) {
    if (count > most) {
      throw new IllegalArgumentException("a policy has at most " + most + " " + what);
    }
  }

  /** What its authors call it. */
  public String name() {
    return name;
  }

  /** In the order of the file, which has no meaning. */
  public List<AccessRule> rules() {
    return rules;
  }

  /** The policy's own tests, in the order of the file. */
  public List<PolicyExample> examples() {
    return examples;
  }

  /** May {@code role} read fields of {@code fieldClass} for {@code purpose}? */
  public Decision decide(Role role, Purpose purpose, FieldClass fieldClass, boolean emergency) {
    Effect effect = table.effect(Action.READ, role, purpose, fieldClass);
    return effect == Effect.ALLOW
        ? Decision.Allowed.PLAINLY
        : answer(new AccessRequest(Action.READ, role, purpose, fieldClass, emergency), effect);
  }

  /** The answer to any request. */
  public Decision decide(AccessRequest request) {
    return answer(request, effect(request));
  }

  private static Decision answer(AccessRequest request, Effect effect) {
    return switch (effect) {
      case ALLOW -> Decision.Allowed.PLAINLY;
      case DENY -> new Decision.Denied(request);
      case BREAK_GLASS ->
          request.emergency()
              ? Decision.Allowed.BY_BREAK_GLASS
              : new Decision.NeedsBreakGlass(request);
    };
  }

  private Effect effect(AccessRequest request) {
    return table.effect(request.action(), request.role(), request.purpose(), request.fieldClass());
  }

  /** Why {@link #decide} answers as it does: one line with the answer, one per matching rule. */
  public List<String> explain(AccessRequest request) {
    List<String> lines = new ArrayList<>();
    lines.add(request.words() + ": " + outcome(decide(request)).word());
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).covers(request)) {
        lines.add("rule " + (i + 1) + " (" + rules.get(i).name() + "): " + word(i));
      }
    }
    if (lines.size() == 1) {
      lines.add("no rule matches, and what no rule allows is denied");
    }
    return Collections.unmodifiableList(lines);
  }

  private String word(int rule) {
    return rules.get(rule).effect().word();
  }

  /** Runs the policy's own examples; one line for each that comes out otherwise. */
  public List<String> failedExamples() {
    List<String> failures = new ArrayList<>();
    for (int i = 0; i < examples.size(); i++) {
      PolicyExample example = examples.get(i);
      Effect actual = outcome(decide(example.request()));
      if (actual != example.expected()) {
        failures.add(
            "test "
                + (i + 1)
                + ", "
                + example.request().words()
                + ": expected "
                + example.expected().word()
                + ", the rules say "
                + actual.word());
      }
    }
    return Collections.unmodifiableList(failures);
  }

  private static Effect outcome(Decision decision) {
    if (decision instanceof Decision.NeedsBreakGlass) {
      return Effect.BREAK_GLASS;
    }
    return decision.isAllowed() ? Effect.ALLOW : Effect.DENY;
  }

  /** The roles that rules name, in alphabetical order. */
  public Set<Role> roles() {
    return named(rule -> rule.roles().names(), Role::value);
  }

  /** The field classes that rules name, in alphabetical order. */
  public Set<FieldClass> classes() {
    return named(rule -> rule.classes().names(), FieldClass::value);
  }

  private <T> Set<T> named(Function<AccessRule, Set<T>> names, Function<T, String> spelling) {
    Set<T> sorted = new TreeSet<>(Comparator.comparing(spelling));
    rules.stream().flatMap(rule -> names.apply(rule).stream()).forEach(sorted::add);
    return Collections.unmodifiableSet(sorted);
  }

  /** Whether some purpose, without an emergency, lets {@code role} do {@code action} at all. */
  public boolean allowsEver(Role role, Action action) {
    return Stream.of(Purpose.values()).anyMatch(purpose -> allows(action, role, purpose));
  }

  private boolean allows(Action action, Role role, Purpose purpose) {
    return table.effect(action, role, purpose, null) == Effect.ALLOW
        || classes().stream()
            .anyMatch(each -> table.effect(action, role, purpose, each) == Effect.ALLOW);
  }

  @Override
  public String toString() {
    return "AccessPolicy[" + name + ", " + rules.size() + " rules]";
  }
}

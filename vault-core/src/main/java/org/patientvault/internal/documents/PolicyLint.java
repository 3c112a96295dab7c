package org.patientvault.internal.documents;

import java.util.function.Consumer;
import org.patientvault.access.AccessPolicy;
import org.patientvault.access.AccessRule;
import org.patientvault.access.Action;
import org.patientvault.access.Effect;
import org.patientvault.model.FieldClass;
import org.patientvault.model.Schema;

/** Looks for what is allowed in a policy and yet seldom meant. */
final class PolicyLint {
  private PolicyLint() {}

  static void check(AccessPolicy policy, Schema schema, Consumer<String> findings) {
    checkClasses(policy, schema, findings);
    checkAnyone(policy, findings);
    checkSeparation(policy, findings);
    checkUnused(policy, findings);
  }

  private static void checkClasses(AccessPolicy policy, Schema schema, Consumer<String> findings) {
    policy.classes().stream()
        .filter(each -> !schema.classes().containsKey(each))
        .forEach(each -> findings.accept("the schema has no class " + each));
    schema.classes().keySet().stream()
        .filter(each -> !isReadBySomeone(policy, each))
        .forEach(each -> findings.accept("no rule lets anybody read class " + each));
  }

  private static boolean isReadBySomeone(AccessPolicy policy, FieldClass fieldClass) {
    return policy.rules().stream()
        .filter(rule -> rule.effect() != Effect.DENY && rule.actions().contains(Action.READ))
        .anyMatch(rule -> rule.classes().isAny() || rule.classes().names().contains(fieldClass));
  }

  private static void checkAnyone(AccessPolicy policy, Consumer<String> findings) {
    for (AccessRule rule : policy.rules()) {
      if (rule.effect() != Effect.DENY && rule.roles().isAny()) {
        findings.accept("rule '" + rule.name() + "' speaks to any role, unknown ones too");
      }
    }
  }

  private static void checkSeparation(AccessPolicy policy, Consumer<String> findings) {
    policy.roles().stream()
        .filter(role -> policy.allowsEver(role, Action.READ))
        .forEach(
            role -> {
              if (policy.allowsEver(role, Action.ADMINISTER)) {
                findings.accept("role " + role + " administers the vault and reads records");
              }
              if (policy.allowsEver(role, Action.AUDIT)) {
                findings.accept("role " + role + " reviews accesses and reads records");
              }
            });
  }

  private static void checkUnused(AccessPolicy policy, Consumer<String> findings) {
    if (policy.examples().isEmpty()) {
      findings.accept("the policy has no tests");
    }
    for (AccessRule rule : policy.rules()) {
      if (policy.examples().stream().noneMatch(example -> rule.covers(example.request()))) {
        findings.accept("no test touches rule '" + rule.name() + "'");
      }
    }
  }
}

package org.patientvault.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.patientvault.model.FieldClass;
import org.patientvault.model.Purpose;
import org.patientvault.model.Role;

class AccessPolicyTest {
  private static final Role NURSE = new Role("nurse");
  private static final Role STRANGER = new Role("stranger");
  private static final FieldClass CLINICAL = new FieldClass("clinical");
  private static final FieldClass UNHEARD_OF = new FieldClass("unheard-of");

  @Test
  void decide_withoutRules_deniesEverything() {
    AccessPolicy empty = new AccessPolicy("empty", List.of(), List.of());
    for (Purpose purpose : Purpose.values()) {
      assertThat(empty.decide(NURSE, purpose, CLINICAL, true)).isInstanceOf(Decision.Denied.class);
    }
  }

  @Test
  void decide_unknownRoleOrClass_isDeniedByRulesThatNameNames() {
    AccessPolicy policy = policy(rule(Effect.ALLOW, Action.READ));
    assertThat(policy.decide(NURSE, Purpose.TREAT, CLINICAL, false).isAllowed()).isTrue();
    assertThat(policy.decide(STRANGER, Purpose.TREAT, CLINICAL, false).isAllowed()).isFalse();
    assertThat(policy.decide(NURSE, Purpose.TREAT, UNHEARD_OF, false).isAllowed()).isFalse();
  }

  @Test
  void decide_rulesThatSayAny_coverNamesNobodyLists() {
    AccessRule anyone =
        new AccessRule(
            "anyone", Scope.any(), Scope.any(), Scope.any(), Set.of(Action.READ), Effect.ALLOW);
    assertThat(policy(anyone).decide(STRANGER, Purpose.HMARKT, UNHEARD_OF, false).isAllowed())
        .isTrue();
  }

  @Test
  void decide_breakGlass_isAllowedInAnEmergencyOnly_andSaysSo() {
    AccessPolicy policy =
        policy(rule(Effect.ALLOW, Action.READ), rule(Effect.BREAK_GLASS, Action.READ));
    assertThat(policy.decide(NURSE, Purpose.TREAT, CLINICAL, false))
        .isInstanceOf(Decision.NeedsBreakGlass.class);
    assertThat(policy.decide(NURSE, Purpose.TREAT, CLINICAL, true))
        .isEqualTo(new Decision.Allowed(true));
  }

  @Test
  void decide_deny_isDeniedInAnEmergencyToo() {
    AccessPolicy policy =
        policy(rule(Effect.DENY, Action.READ), rule(Effect.BREAK_GLASS, Action.READ));
    assertThat(policy.decide(NURSE, Purpose.TREAT, CLINICAL, true))
        .isInstanceOf(Decision.Denied.class);
  }

  @Test
  void decide_rightToRead_isNoRightToWriteOrSearch() {
    AccessPolicy policy = policy(rule(Effect.ALLOW, Action.READ));
    assertThat(policy.decide(AccessRequest.write(NURSE, Purpose.TREAT, CLINICAL)).isAllowed())
        .isFalse();
    assertThat(policy.decide(AccessRequest.search(NURSE, Purpose.TREAT)).isAllowed()).isFalse();
  }

  @Test
  void denied_reason_namesRolePurposeAndClass() {
    Decision decision = policy().decide(NURSE, Purpose.HMARKT, CLINICAL, false);
    assertThat(((Decision.Denied) decision).reason())
        .isEqualTo(
            "the access policy does not let role nurse read clinical fields for purpose HMARKT");
  }

  @Test
  void explain_namesEveryRuleThatMatches() {
    AccessPolicy policy = policy(rule(Effect.ALLOW, Action.READ), rule(Effect.DENY, Action.READ));
    assertThat(policy.explain(AccessRequest.read(NURSE, Purpose.TREAT, CLINICAL)))
        .containsExactly(
            "nurse read clinical for TREAT: deny",
            "rule 1 (a rule): allow",
            "rule 2 (a rule): deny");
    assertThat(policy.explain(AccessRequest.audit(NURSE, Purpose.TREAT)))
        .containsExactly(
            "nurse audit for TREAT: deny", "no rule matches, and what no rule allows is denied");
  }

  @Test
  void failedExamples_namesWhatWasExpectedAndWhatTheRulesSay() {
    PolicyExample wrong =
        new PolicyExample(AccessRequest.read(NURSE, Purpose.TREAT, CLINICAL), Effect.ALLOW);
    AccessPolicy policy = new AccessPolicy("wrong", List.of(), List.of(wrong));
    assertThat(policy.failedExamples())
        .containsExactly(
            "test 1, nurse read clinical for TREAT: expected allow, the rules say deny");
  }

  @Test
  void rule_breakGlassOnAdministration_isRefused() {
    assertThatThrownBy(() -> rule(Effect.BREAK_GLASS, Action.ADMINISTER))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void policy_overItsLimits_isRefused() {
    List<AccessRule> tooMany =
        Collections.nCopies(AccessPolicy.MAX_RULES + 1, rule(Effect.ALLOW, Action.READ));
    assertThatThrownBy(() -> new AccessPolicy("big", tooMany, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void policy_manyRolesAndClasses_decidesEachByItsOwnRule() {
    List<AccessRule> rules =
        IntStream.range(0, 60)
            .mapToObj(i -> rule("role-" + i, "class-" + i, Effect.ALLOW, Action.READ))
            .toList();
    AccessPolicy policy = new AccessPolicy("wide", rules, List.of());
    for (int i = 0; i < 60; i++) {
      for (int j = 0; j < 60; j++) {
        Role role = new Role("role-" + i);
        FieldClass fieldClass = new FieldClass("class-" + j);
        assertThat(policy.decide(role, Purpose.TREAT, fieldClass, false).isAllowed())
            .isEqualTo(i == j);
      }
    }
  }

  @Property
  void decide_orderOfRules_doesNotMatter(
      @ForAll("rules") List<AccessRule> rules, @ForAll("requests") AccessRequest request) {
    List<AccessRule> shuffled = new ArrayList<>(rules);
    Collections.shuffle(shuffled, new Random(rules.size()));
    assertThat(policyOf(shuffled).decide(request)).isEqualTo(policyOf(rules).decide(request));
  }

  @Property
  void decide_theTable_saysWhatTheRulesSay(
      @ForAll("rules") List<AccessRule> rules, @ForAll("requests") AccessRequest request) {
    Effect expected =
        rules.stream()
            .filter(rule -> rule.covers(request))
            .map(AccessRule::effect)
            .reduce(Effect::and)
            .orElse(Effect.DENY);
    boolean allowed =
        expected == Effect.ALLOW || (expected == Effect.BREAK_GLASS && request.emergency());
    assertThat(policyOf(rules).decide(request).isAllowed()).isEqualTo(allowed);
  }

  @Property
  void decide_oneMoreDenyRule_neverAllowsMore(
      @ForAll("rules") List<AccessRule> rules, @ForAll("requests") AccessRequest request) {
    List<AccessRule> stricter = new ArrayList<>(rules);
    stricter.add(rule(Effect.DENY, Action.READ));
    if (!policyOf(rules).decide(request).isAllowed()) {
      assertThat(policyOf(stricter).decide(request).isAllowed()).isFalse();
    }
  }

  @Provide
  Arbitrary<List<AccessRule>> rules() {
    Arbitrary<AccessRule> rule =
        Combinators.combine(
                scope(names().map(Role::new)),
                scope(Arbitraries.of(Purpose.TREAT, Purpose.BTG)),
                scope(names().map(FieldClass::new)),
                Arbitraries.of(Action.READ, Action.WRITE, Action.SEARCH).set().ofMinSize(1),
                Arbitraries.of(Effect.class))
            .as(
                (roles, purposes, classes, actions, effect) ->
                    new AccessRule("a rule", roles, purposes, classes, actions, effect));
    return rule.list().ofMaxSize(8);
  }

  private static <T> Arbitrary<Scope<T>> scope(Arbitrary<T> names) {
    return Arbitraries.oneOf(
        Arbitraries.create(Scope::<T>any), names.set().ofMinSize(1).ofMaxSize(2).map(Scope::of));
  }

  private static Arbitrary<String> names() {
    return Arbitraries.of("nurse", "clinical", "other");
  }

  @Provide
  Arbitrary<AccessRequest> requests() {
    return Combinators.combine(
            Arbitraries.of(Action.class),
            Arbitraries.of("nurse", "other", "stranger").map(Role::new),
            Arbitraries.of(Purpose.TREAT, Purpose.BTG, Purpose.HMARKT),
            Arbitraries.of("clinical", "other", "unheard-of").map(FieldClass::new),
            Arbitraries.of(true, false))
        .as(
            (action, role, purpose, fieldClass, emergency) ->
                new AccessRequest(
                    action, role, purpose, action.isPerClass() ? fieldClass : null, emergency));
  }

  private static AccessPolicy policyOf(List<AccessRule> rules) {
    return new AccessPolicy("generated", rules, List.of());
  }

  private static AccessPolicy policy(AccessRule... rules) {
    return new AccessPolicy("test", List.of(rules), List.of());
  }

  private static AccessRule rule(Effect effect, Action action) {
    return rule("nurse", "clinical", effect, action);
  }

  private static AccessRule rule(String role, String fieldClass, Effect effect, Action action) {
    return new AccessRule(
        "a rule",
        Scope.of(Set.of(new Role(role))),
        Scope.of(Set.of(Purpose.TREAT)),
        Scope.of(Set.of(new FieldClass(fieldClass))),
        Set.of(action),
        effect);
  }
}

package org.patientvault.verify;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** All that one class leads to, over the product's own classes. */
final class Reach {
  private static final String OWN = "org.patientvault.";

  private static final DescribedPredicate<JavaClass> ALLOWED =
      resideInAnyPackage(
          "org.patientvault.verify..",
          "org.patientvault.audit..",
          "org.patientvault.model..",
          "org.bouncycastle..",
          "picocli..",
          "org.apache.commons.codec..",
          "org.jspecify.annotations..");

  /** The JDK, without databases. */
  private static final DescribedPredicate<JavaClass> JDK =
      resideInAnyPackage("java..", "javax..")
          .and(DescribedPredicate.not(resideInAnyPackage("java.sql..", "javax.sql..")));

  private final Set<String> reached = new HashSet<>();

  /** From the class of this name, among {@code all}. */
  static Reach of(String start, JavaClasses all) {
    Reach reach = new Reach();
    Deque<JavaClass> open = new ArrayDeque<>();
    open.add(all.get(start));
    while (!open.isEmpty()) {
      JavaClass next = open.remove();
      if (next.getName().startsWith(OWN) && reach.reached.add(next.getName())) {
        next.getDirectDependenciesFromSelf().stream()
            .map(Dependency::getTargetClass)
            .map(JavaClass::getBaseComponentType)
            .filter(target -> all.contain(target.getName()))
            .forEach(open::add);
      }
    }
    return reach;
  }

  Set<String> names() {
    return reached;
  }

  /** Whatever it leads to is in the jar, or in the JDK. */
  ArchRule sufficesForItself() {
    return classes()
        .that(DescribedPredicate.describe("are reached", c -> reached.contains(c.getName())))
        .should()
        .onlyDependOnClassesThat(
            DescribedPredicate.describe(
                "are in the auditor's jar",
                used -> {
                  JavaClass type = used.getBaseComponentType();
                  return type.isPrimitive() || ALLOWED.test(type) || JDK.test(type);
                }))
        .as("the auditor's jar suffices for itself");
  }
}

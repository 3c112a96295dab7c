package org.patientvault.access;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whom or what a rule speaks of: any, or a list of names. */
public record Scope<T>(boolean isAny, Set<T> names) {
  public Scope {
    names = Set.copyOf(names);
    if (isAny != names.isEmpty()) {
      throw new IllegalArgumentException("a scope is any, or a list of at least one name");
    }
  }

  /** Every name, also those that no rule lists. */
  public static <T> Scope<T> any() {
    return new Scope<>(true, Set.of());
  }

  /** These names, at least one. */
  public static <T> Scope<T> of(Set<T> names) {
    return new Scope<>(false, names);
  }

  /** {@code null} stands for every name that nobody lists. */
  boolean covers(@Nullable T name) {
    return isAny || (name != null && names.contains(name));
  }
}

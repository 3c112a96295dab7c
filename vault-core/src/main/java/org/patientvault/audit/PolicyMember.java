package org.patientvault.audit;

import java.util.List;
import java.util.function.Predicate;

/** Who can witness by a policy: one key, or so many of a group. */
sealed interface PolicyMember {
  String name();

  /** True when it witnesses, given which keys signed. */
  boolean witnesses(Predicate<VerifierKey> signed);

  /** The first group or witness, from the inside, that keeps this one from witnessing. */
  PolicyMember shortfall(Predicate<VerifierKey> signed);

  record Witness(String name, VerifierKey key, String url) implements PolicyMember {
    @Override
    public boolean witnesses(Predicate<VerifierKey> signed) {
      return signed.test(key);
    }

    @Override
    public PolicyMember shortfall(Predicate<VerifierKey> signed) {
      return this;
    }
  }

  record Group(String name, int threshold, List<PolicyMember> members) implements PolicyMember {
    public Group {
      members = List.copyOf(members);
    }

    @Override
    public boolean witnesses(Predicate<VerifierKey> signed) {
      return count(signed) >= threshold;
    }

    int count(Predicate<VerifierKey> signed) {
      return (int) members.stream().filter(member -> member.witnesses(signed)).count();
    }

    @Override
    public PolicyMember shortfall(Predicate<VerifierKey> signed) {
      boolean needsAll = threshold == members.size();
      return members.stream()
          .filter(member -> needsAll && member instanceof Group && !member.witnesses(signed))
          .findFirst()
          .map(member -> member.shortfall(signed))
          .orElse(this);
    }
  }
}

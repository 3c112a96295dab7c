package org.patientvault.audit;

import java.time.Instant;
import java.util.Optional;

/**
 * One thing a verification found, with the line it prints and the exit code it asks for.
 *
 * <p>Tampering, not being able to tell, and a policy that is not met are never mixed. Indexes count
 * from 0; a range names its first and last index.
 */
public sealed interface Verdict
    permits Tampering,
        DetailVerdict,
        TimeVerdict,
        Verdict.Verified,
        Verdict.SignatureMissing,
        Verdict.UnknownKey,
        Verdict.CannotTell,
        Verdict.Refused,
        Verdict.WitnessShort,
        Verdict.NoOutsideHead,
        Verdict.NotLookedAt,
        Verdict.IgnoredSignature,
        Verdict.Silence,
        Verdict.NotReviewed,
        Verdict.OnePerson,
        Verdict.Unsealed,
        Verdict.Follows,
        Verdict.NextKey,
        Verdict.AfterIncident,
        Verdict.LostByIncident,
        Verdict.More {
  /** What this finding alone would end with. */
  ExitCode code();

  /** The same in words and as facts. */
  VerdictLine said();

  /** The printed line. */
  default String line() {
    return said().text();
  }

  /** The same content for programs. */
  default JsonValue json() {
    return said().json(code());
  }

  /** The whole log is as signed; {@code met} says whether the policy is content too. */
  record Verified(VerifiedFacts facts, boolean met) implements Verdict {
    @Override
    public ExitCode code() {
      return met ? ExitCode.VERIFIED : ExitCode.POLICY_NOT_MET;
    }

    @Override
    public VerdictLine said() {
      return facts.said(met ? "VERIFIED" : "POLICY NOT MET");
    }
  }

  /** One of the log's own signatures is not there. */
  record SignatureMissing(String algorithm, String file, boolean required) implements Verdict {
    @Override
    public ExitCode code() {
      return required ? ExitCode.TAMPERED : ExitCode.POLICY_NOT_MET;
    }

    @Override
    public VerdictLine said() {
      VerdictLine line = VerdictLine.of("SIGNATURE MISSING").say(" ").fact("algorithm", algorithm);
      return line.say(required ? " required by policy" : " known to policy").add("file", file);
    }
  }

  /** Signed by a key that the policy does not hold. */
  record UnknownKey(String key, String file) implements Verdict {
    @Override
    public ExitCode code() {
      return ExitCode.CANNOT_TELL;
    }

    @Override
    public VerdictLine said() {
      return VerdictLine.of("UNKNOWN KEY").say(" ").fact("key", key).add("file", file);
    }
  }

  /** Something is needed and not there. */
  record CannotTell(String what, String why) implements Verdict {
    @Override
    public ExitCode code() {
      return ExitCode.CANNOT_TELL;
    }

    @Override
    public VerdictLine said() {
      return VerdictLine.of("CANNOT TELL").say(" ").fact("what", what).say(" ").fact("why", why);
    }
  }

  /** A file that is no part of a bundle. */
  record Refused(String file, String why) implements Verdict {
    @Override
    public ExitCode code() {
      return ExitCode.REFUSED;
    }

    @Override
    public VerdictLine said() {
      return VerdictLine.of("REFUSED").add("file", file).say(" ").fact("why", why);
    }
  }

  /** Too few witnesses signed. */
  record WitnessShort(int have, int need, String member) implements Verdict {
    @Override
    public ExitCode code() {
      return ExitCode.POLICY_NOT_MET;
    }

    @Override
    public VerdictLine said() {
      return VerdictLine.of("WITNESS")
          .say(" ")
          .fact("have", have)
          .say(" of ")
          .fact("need", need)
          .add("policy-name", member);
    }
  }

  /**
   * Nobody outside vouches for the end of the log, or for what came after somebody last did.
   *
   * @param known the size that somebody vouches for; 0 when nobody does
   * @param knownBy who does
   */
  record NoOutsideHead(
      long known,
      String knownBy,
      long size,
      Optional<Instant> newestWitness,
      Optional<Instant> newestAnchor)
      implements Verdict {
    @Override
    public ExitCode code() {
      return ExitCode.VERIFIED;
    }

    @Override
    public VerdictLine said() {
      VerdictLine line = VerdictLine.of("NO OUTSIDE HEAD").say(": ");
      if (known > 0) {
        line.say("entries ")
            .fact("after-state", new IndexRange(known, size - 1).toString())
            .say(" came after ")
            .fact("known-by", knownBy)
            .say("; ");
      }
      return line.say("the end of the log cannot be proven; newest witness time=")
          .fact("newest-witness", newestWitness.map(Instant::toString).orElse("none"))
          .say(", newest anchor=")
          .fact("newest-anchor", newestAnchor.map(Instant::toString).orElse("none"));
    }
  }

  /** Entries that were not hashed this time, because the auditor's state has their tree. */
  record NotLookedAt(IndexRange indexes) implements Verdict {
    @Override
    public ExitCode code() {
      return ExitCode.VERIFIED;
    }

    @Override
    public VerdictLine said() {
      return VerdictLine.of("NOT LOOKED AT")
          .say(": entries ")
          .fact("indexes", indexes.toString())
          .say(" as they lie in this bundle; the auditor's state has their tree")
          .say(" from an earlier verification");
    }
  }

  /** A signature line by a key that the policy does not hold, beside enough that it does. */
  record IgnoredSignature(String key) implements Verdict {
    @Override
    public ExitCode code() {
      return ExitCode.VERIFIED;
    }

    @Override
    public VerdictLine said() {
      return VerdictLine.of("IGNORED SIGNATURE").say(" ").fact("key", key);
    }
  }

  /** A node was running and nothing was recorded; the entry at {@code index} ended it. */
  record Silence(Instant from, Instant to, long index) implements Verdict {
    @Override
    public ExitCode code() {
      return ExitCode.POLICY_NOT_MET;
    }

    @Override
    public VerdictLine said() {
      return VerdictLine.of("SILENCE")
          .say(" ")
          .fact("from", from.toString())
          .say("..")
          .fact("to", to.toString())
          .say(" no entries, no STOP; next is")
          .add("index", index);
    }
  }

  /** An emergency access that nobody else reviewed in time. */
  record NotReviewed(long index, long hours) implements Verdict {
    @Override
    public ExitCode code() {
      return ExitCode.POLICY_NOT_MET;
    }

    @Override
    public VerdictLine said() {
      return VerdictLine.of("BTG OPEN")
          .add("index", index)
          .say(" not reviewed after ")
          .fact("hours", hours)
          .say(" h");
    }
  }

  /** What two administrators have to agree to, and the log does not show that they did. */
  record OnePerson(long index, String event, String why) implements Verdict {
    @Override
    public ExitCode code() {
      return ExitCode.POLICY_NOT_MET;
    }

    @Override
    public VerdictLine said() {
      return VerdictLine.of("ONE PERSON")
          .add("index", index)
          .add("event", event)
          .say(" ")
          .fact("why", why);
    }
  }

  /** Entries that the newest seal of their node does not cover: it runs, or it was killed. */
  record Unsealed(long entries) implements Verdict {
    @Override
    public ExitCode code() {
      return ExitCode.VERIFIED;
    }

    @Override
    public VerdictLine said() {
      return VerdictLine.of("NOT SEALED")
          .say(": ")
          .fact("entries", entries)
          .say(" of nodes that were still running, or were killed before they sealed them");
    }
  }

  /** The closed log that this one goes on from; {@code proven} by what the auditor brought. */
  record Follows(PreviousLog log, boolean proven) implements Verdict {
    @Override
    public ExitCode code() {
      return ExitCode.VERIFIED;
    }

    @Override
    public VerdictLine said() {
      VerdictLine line =
          VerdictLine.of("FOLLOWS")
              .add("origin", log.origin())
              .add("size", log.size())
              .add("note", log.note().hex());
      return line.say(proven ? ", which ends as what you kept of it says" : ", as GENESIS says");
    }
  }

  /** The log before was never closed: a backup was put back. */
  record AfterIncident(Incident incident) implements Verdict {
    @Override
    public ExitCode code() {
      return ExitCode.VERIFIED;
    }

    @Override
    public VerdictLine said() {
      VerdictLine line =
          VerdictLine.of("INCIDENT")
              .add("id", incident.id())
              .add("backup", incident.backup())
              .add("taken", incident.taken().toString());
      return incident
          .lost()
          .map(
              head ->
                  line.add("lost", head.origin())
                      .add("size", head.size())
                      .add("root", head.root().hex()))
          .orElseGet(() -> line.say(": a backup was put back; what was lost with it is not known"));
    }
  }

  /** Entries that were signed once, and were lost when a backup was put back. */
  record LostByIncident(String incident, String origin, IndexRange entries) implements Verdict {
    @Override
    public ExitCode code() {
      return ExitCode.POLICY_NOT_MET;
    }

    @Override
    public VerdictLine said() {
      return VerdictLine.of("LOST")
          .add("entries", entries.first() + ".." + entries.last())
          .add("origin", origin)
          .add("incident", incident);
    }
  }

  /** A key that the next log will be signed with, as this one announced under its own keys. */
  record NextKey(VerifierKey key) implements Verdict {
    @Override
    public ExitCode code() {
      return ExitCode.VERIFIED;
    }

    @Override
    public VerdictLine said() {
      return VerdictLine.of("NEXT KEY")
          .say(" ")
          .fact("vkey", key.vkey())
          .say(" ")
          .fact("type", key.type().label())
          .add("sha256", key.fingerprint());
    }
  }

  /** There were more findings of one kind than are printed. */
  record More(String kind, long count, ExitCode code) implements Verdict {
    @Override
    public VerdictLine said() {
      return VerdictLine.of("MORE").add("kind", kind).add("count", count);
    }
  }
}

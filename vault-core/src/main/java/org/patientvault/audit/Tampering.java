package org.patientvault.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.patientvault.model.Bytes;

/** Findings that something is not as it was signed: exit code 3. */
public sealed interface Tampering extends Verdict {
  @Override
  default ExitCode code() {
    return ExitCode.TAMPERED;
  }

  /** Bytes of a leaf are not those that were signed. */
  record Edited(
      long index, Bytes expectedLeaf, Bytes found, long coveredBy, Optional<Instant> signedAt)
      implements Tampering {
    @Override
    public VerdictLine said() {
      VerdictLine line =
          VerdictLine.of("EDITED")
              .add("index", index)
              .add("expected-leaf", expectedLeaf.hex())
              .add("found", found.hex())
              .say(" covered-by=checkpoint ")
              .fact("covered-by", coveredBy);
      signedAt.ifPresent(time -> line.say(" (").fact("signed-at", time.toString()).say(")"));
      return line;
    }
  }

  /** Somewhere in the range entries were changed, taken away or added. */
  record Changed(IndexRange range, long firstBad, long lastGood) implements Tampering {
    @Override
    public VerdictLine said() {
      return VerdictLine.of("CHANGED")
          .add("range", range.toString())
          .say(" first bad checkpoint=")
          .fact("first-bad-checkpoint", firstBad)
          .say(" last good=")
          .fact("last-good", lastGood);
    }
  }

  /** A file of the bundle is not what the signed tree says. */
  record FileChanged(String file, String how) implements Tampering {
    @Override
    public VerdictLine said() {
      return VerdictLine.of("CHANGED").add("file", file).say(" ").fact("how", how);
    }
  }

  /** The same leaves, in other places. */
  record Reordered(List<Long> indexes) implements Tampering {
    public Reordered {
      indexes = List.copyOf(indexes);
    }

    @Override
    public VerdictLine said() {
      return VerdictLine.of("REORDERED")
          .add("indexes", indexes.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }
  }

  /** The end is not there: somebody saw a larger log. */
  record Truncated(String seenBy, long seenSize, long bundleSize) implements Tampering {
    @Override
    public VerdictLine said() {
      return VerdictLine.of("TRUNCATED")
          .say(" ")
          .fact("seen-by", seenBy)
          .add("size", seenSize)
          .say(" bundle size=")
          .fact("bundle-size", bundleSize)
          .add("missing", seenSize - bundleSize);
    }
  }

  /** A larger tree was signed than the bundle's newest checkpoint says. */
  record RolledBack(String seenBy, long seenSize, Instant time, long bundleSize)
      implements Tampering {
    @Override
    public VerdictLine said() {
      return VerdictLine.of("ROLLED BACK")
          .say(" ")
          .fact("seen-by", seenBy)
          .say(" saw size=")
          .fact("size", seenSize)
          .say(" at ")
          .fact("time", time.toString())
          .say("; bundle has ")
          .fact("bundle-size", bundleSize);
    }
  }

  /** Two different trees of one size, each vouched for. */
  record Forked(long size, Bytes rootA, String byA, Bytes rootB, String byB) implements Tampering {
    @Override
    public VerdictLine said() {
      return VerdictLine.of("FORKED")
          .add("size", size)
          .add("root-a", rootA.hex())
          .say(" (")
          .fact("by-a", byA)
          .say(")")
          .add("root-b", rootB.hex())
          .say(" (")
          .fact("by-b", byB)
          .say(")");
    }
  }

  /**
   * A key of the policy did not make the signature that bears its name, or the log's is missing.
   */
  record BadSignature(String key, String file, boolean missing) implements Tampering {
    @Override
    public VerdictLine said() {
      VerdictLine line = VerdictLine.of("BAD SIGNATURE").add("key", key).add("file", file);
      return missing ? line.say(" the log's line is missing") : line;
    }
  }

  /** An entry says that it is older than the log was when somebody outside saw it without it. */
  record Backdated(long index, Instant time, String by, long size, Instant notBefore)
      implements Tampering {
    @Override
    public VerdictLine said() {
      return VerdictLine.of("BACKDATED")
          .add("index", index)
          .add("t", time.toString())
          .say(" but ")
          .fact("by", by)
          .say(" at size ")
          .fact("size", size)
          .say(" says >= ")
          .fact("not-before", notBefore.toString());
    }
  }

  /** A time stamp that proves nothing, whoever is trusted. */
  record BadAnchor(String why, String file) implements Tampering {
    @Override
    public VerdictLine said() {
      return VerdictLine.of("ANCHOR INVALID").say(" ").fact("why", why).add("file", file);
    }
  }

  /** An entry that is in the log as signed, and breaks the rules of its format. */
  record Malformed(long index, String reason) implements Tampering {
    @Override
    public VerdictLine said() {
      return VerdictLine.of("MALFORMED").add("index", index).say(" ").fact("reason", reason);
    }
  }

  /** Events that a node counted and the log does not have, or has again. */
  record Gap(String node, String boot, IndexRange counters, String how) implements Tampering {
    @Override
    public VerdictLine said() {
      return VerdictLine.of("GAP")
          .add("node", node)
          .add("boot", boot)
          .add("k", counters.toString())
          .say(" ")
          .fact("how", how);
    }
  }

  /**
   * A boot's seal does not fit the entries that stand in its name; {@code who} is node and boot.
   */
  record SealMismatch(String who, IndexRange entries) implements Tampering {
    @Override
    public VerdictLine said() {
      return VerdictLine.of("SEAL MISMATCH")
          .add("node", NodeCounters.node(who))
          .add("boot", NodeCounters.boot(who))
          .add("entries", entries.toString());
    }
  }

  /**
   * Entries in the name of a boot that no seal can cover: it named no key, had stopped, or should
   * have sealed long before.
   */
  record SealMissing(String who, IndexRange entries) implements Tampering {
    @Override
    public VerdictLine said() {
      return VerdictLine.of("SEAL MISSING")
          .add("node", NodeCounters.node(who))
          .add("boot", NodeCounters.boot(who))
          .add("entries", entries.toString());
    }
  }

  /**
   * Entries that a node saw committed and that were not there any more later; others may stand in
   * their places. The entry at {@code told} says so.
   */
  record Lost(IndexRange indexes, long told) implements Tampering {
    @Override
    public VerdictLine said() {
      return VerdictLine.of("ENTRIES LOST")
          .add("indexes", indexes.toString())
          .say(" told-by=entry ")
          .fact("told-by", told);
    }
  }

  /** The log does not go on from the closed one that the auditor knows. */
  record ChainBroken(String previous, long size, String how) implements Tampering {
    @Override
    public VerdictLine said() {
      return VerdictLine.of("CHAIN BROKEN")
          .add("previous", previous)
          .add("size", size)
          .say(" ")
          .fact("how", how);
    }
  }

  /**
   * A stored row is not the one an entry committed to; {@code how} is CHANGED, ROLLED BACK or
   * DELETED.
   */
  record Row(String how, String record, long revision, long entry) implements Tampering {
    @Override
    public VerdictLine said() {
      return VerdictLine.of("ROW " + how)
          .add("record", record)
          .add("revision", revision)
          .add("entry", entry);
    }
  }

  /** An index row leads somewhere else than it was made for. */
  record IndexMoved(String index, String tag) implements Tampering {
    @Override
    public VerdictLine said() {
      return VerdictLine.of("INDEX MOVED").add("index", index).add("tag", tag);
    }
  }

  /** Policy, schema or slot set, named by {@code what}, is not the one an entry committed to. */
  record Setting(String what, Bytes expected, Bytes found, long entry) implements Tampering {
    @Override
    public VerdictLine said() {
      return VerdictLine.of(what + " CHANGED")
          .add("expected", expected.hex())
          .add("found", found.hex())
          .add("entry", entry);
    }
  }
}

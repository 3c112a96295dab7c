package org.patientvault.audit;

import java.time.Duration;
import java.time.Instant;

/** Findings about times and the stamps that vouch for them, other than tampering. */
public sealed interface TimeVerdict extends Verdict {

  /** A node's clock was ahead of what outsiders say; {@code index} is the entry furthest off. */
  record WrongClock(String node, IndexRange entries, String by, Duration off, long index)
      implements TimeVerdict {
    @Override
    public ExitCode code() {
      return ExitCode.POLICY_NOT_MET;
    }

    @Override
    public VerdictLine said() {
      return VerdictLine.of("CLOCK")
          .add("node", node)
          .add("entries", entries.toString())
          .say(" differ from ")
          .fact("by", by)
          .say(" by ")
          .fact("off", off.toString())
          .say(" at")
          .add("index", index);
    }
  }

  /** An entry that says itself that it was appended later than it happened. */
  record Late(long index, Instant time) implements TimeVerdict {
    @Override
    public ExitCode code() {
      return ExitCode.VERIFIED;
    }

    @Override
    public VerdictLine said() {
      return VerdictLine.of("LATE").add("index", index).add("t", time.toString());
    }
  }

  /** No authority that the auditor relies on stands behind a token. */
  record UntrustedAuthority(String file, String why) implements TimeVerdict {
    @Override
    public ExitCode code() {
      return ExitCode.CANNOT_TELL;
    }

    @Override
    public VerdictLine said() {
      return VerdictLine.of("ANCHOR UNTRUSTED TSA").add("file", file).say(" ").fact("why", why);
    }
  }

  /** Tokens are there, and the auditor named no authority. */
  record NotChecked(long anchors, Instant newestClaimed) implements TimeVerdict {
    @Override
    public ExitCode code() {
      return ExitCode.VERIFIED;
    }

    @Override
    public VerdictLine said() {
      return VerdictLine.of("ANCHOR NOT CHECKED")
          .add("anchors", anchors)
          .add("newest-claimed", newestClaimed.toString())
          .say(": no certificate of a time stamp authority was given");
    }
  }

  /** Longer without a token than the auditor allows. */
  record Gap(Instant from, Instant to) implements TimeVerdict {
    @Override
    public ExitCode code() {
      return ExitCode.POLICY_NOT_MET;
    }

    @Override
    public VerdictLine said() {
      return VerdictLine.of("ANCHOR GAP")
          .say(" ")
          .fact("from", from.toString())
          .say("..")
          .fact("to", to.toString());
    }
  }

  /** A token came long after the log signed: what was appended meanwhile has only its own word. */
  record Delayed(long size, Duration delay) implements TimeVerdict {
    @Override
    public ExitCode code() {
      return ExitCode.VERIFIED;
    }

    @Override
    public VerdictLine said() {
      return VerdictLine.of("ANCHOR DELAYED")
          .add("size", size)
          .say(" stamped ")
          .fact("delay", delay.toString())
          .say(" after the log signed");
    }
  }
}

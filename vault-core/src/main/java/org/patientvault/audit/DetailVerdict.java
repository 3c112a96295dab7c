package org.patientvault.audit;

/** Findings about the details that lie beside entries, and about their erasure. */
public sealed interface DetailVerdict extends Verdict {

  /** A detail is not the one that its entry commits to. */
  record Changed(long index) implements DetailVerdict {
    @Override
    public ExitCode code() {
      return ExitCode.TAMPERED;
    }

    @Override
    public VerdictLine said() {
      return VerdictLine.of("DETAIL CHANGED").add("index", index);
    }
  }

  /** A detail is gone, and no entry says that it was erased. */
  record Missing(long index) implements DetailVerdict {
    @Override
    public ExitCode code() {
      return ExitCode.TAMPERED;
    }

    @Override
    public VerdictLine said() {
      return VerdictLine.of("DETAIL MISSING").add("index", index);
    }
  }

  /** More details are gone than the entry that erased them says: some went before. */
  record MissingBefore(IndexRange indexes, long gone, long erased, long order)
      implements DetailVerdict {
    @Override
    public ExitCode code() {
      return ExitCode.TAMPERED;
    }

    @Override
    public VerdictLine said() {
      return VerdictLine.of("DETAIL MISSING")
          .say(" among ")
          .fact("indexes", indexes.toString())
          .say(": ")
          .fact("gone", gone)
          .say(" are gone, and entry ")
          .fact("order", order)
          .say(" erased ")
          .fact("erased", erased);
    }
  }

  /** Details that an entry erased are still there, or there again. */
  record StillThere(long order, long erased, long gone) implements DetailVerdict {
    @Override
    public ExitCode code() {
      return ExitCode.POLICY_NOT_MET;
    }

    @Override
    public VerdictLine said() {
      return VerdictLine.of("NOT ERASED")
          .say(" entry ")
          .fact("order", order)
          .say(" erased ")
          .fact("erased", erased)
          .say(" details, and ")
          .fact("gone", gone)
          .say(" of them are gone");
    }
  }

  /** Details are gone, and an entry says by whose right. */
  record Erased(IndexRange indexes, long count, long order, ErasureGround ground)
      implements DetailVerdict {
    @Override
    public ExitCode code() {
      return ExitCode.VERIFIED;
    }

    @Override
    public VerdictLine said() {
      VerdictLine line = VerdictLine.of("ERASED");
      if (count == 1) {
        line.add("index", indexes.first());
      } else {
        line.add("indexes", indexes.toString()).add("count", count);
      }
      return line.say(" by entry ").fact("order", order).add("ground", ground.text());
    }
  }

  /** The bundle has details, and no key was given that opens them. */
  record Sealed() implements DetailVerdict {
    @Override
    public ExitCode code() {
      return ExitCode.VERIFIED;
    }

    @Override
    public VerdictLine said() {
      return VerdictLine.of("DETAILS NOT READ").say(": they are sealed to an auditor's key");
    }
  }
}

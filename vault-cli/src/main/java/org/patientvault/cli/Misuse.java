package org.patientvault.cli;

import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Why a command line was not understood, in words that repeat no value somebody typed. */
final class Misuse {
  private Misuse() {}

  static String words(ParameterException failure) {
    if (failure instanceof UnmatchedArgumentException unmatched) {
      return unmatched.isUnknownOption()
          ? "there is no option " + name(unmatched.getUnmatched().get(0))
          : unmatched.getUnmatched().size() + " words too many, or a command misspelled";
    }
    if (failure instanceof MissingParameterException missing) {
      return "missing: "
          + String.join(
              ", ", missing.getMissing().stream().map(each -> each.paramLabel()).toList());
    }
    if (failure instanceof OverwrittenOptionException twice && twice.getOverwritten() != null) {
      return "given twice: " + twice.getOverwritten().paramLabel();
    }
    if (failure.getArgSpec() != null) {
      return "not a valid " + failure.getArgSpec().paramLabel();
    }
    return String.valueOf(failure.getMessage());
  }

  /** The option without what was put behind it. */
  private static String name(String option) {
    int end = 0;
    while (end < option.length()
        && (option.charAt(end) == '-' || Character.isLetter(option.charAt(end)))) {
      end++;
    }
    return option.startsWith("--") ? option.substring(0, Math.min(end, 30)) : "of one letter";
  }
}

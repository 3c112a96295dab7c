package org.patientvault.verify;

import java.util.Set;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
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
          : surplus(unmatched);
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
      return "not a valid " + words(failure.getArgSpec());
    }
    return String.valueOf(failure.getMessage());
  }

  private static String surplus(UnmatchedArgumentException unmatched) {
    Set<String> commands = unmatched.getCommandLine().getSubcommands().keySet();
    return commands.isEmpty()
        ? unmatched.getUnmatched().size() + " words too many"
        : "say which: " + String.join(", ", commands);
  }

  private static String words(ArgSpec argument) {
    return argument instanceof OptionSpec option
        ? option.paramLabel() + " for " + option.longestName()
        : argument.paramLabel();
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

package org.patientvault.cli;

import java.io.Console;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.patientvault.keys.RecoveryShare;
import org.patientvault.model.VaultException;
import org.patientvault.verify.Terminal;

/**
 * Shares as keepers type them, row by row; a row with a slip is asked for again at once. What is
 * typed is seen: nobody types eighteen characters unseen.
 */
final class TypedShares {
  private static final String MARK = "PVSHARE1";

  private final Function<String, @Nullable String> keyboard;
  private final Consumer<String> words;
  private final List<RecoveryShare> shares = new ArrayList<>();

  TypedShares(Function<String, @Nullable String> keyboard, Consumer<String> words) {
    this.keyboard = keyboard;
    this.words = words;
  }

  /** As many as are needed, which the first one says. */
  static Shares at(Terminal terminal) {
    Console console = terminal.console();
    if (console == null) {
      throw new VaultException.KeyUnavailable(
          "recovery shares are needed and nobody is at a terminal to ask; give --shares or --key");
    }
    return new TypedShares(question -> console.readLine("%s: ", question), terminal.err()::println)
        .read();
  }

  Shares read() {
    try {
      do {
        add(one());
      } while (shares.size() < shares.get(0).needed());
      return new Shares(List.copyOf(shares));
    } catch (VaultException e) {
      new Shares(shares).close();
      throw e;
    }
  }

  private void add(RecoveryShare share) {
    RecoveryShare first = shares.isEmpty() ? share : shares.get(0);
    if (!share.setId().equals(first.setId())) {
      words.accept(share + " is of another set than " + first + "; give another one");
    } else if (shares.stream().anyMatch(each -> each.number() == share.number())) {
      words.accept(share + " was given already; give another one");
    } else {
      shares.add(share);
      words.accept(share + " is read: " + shares.size() + " of " + first.needed());
    }
  }

  /** One share; from its first row again where the rows fit and the whole does not. */
  private RecoveryShare one() {
    while (true) {
      StringBuilder rows = new StringBuilder(MARK).append('\n');
      for (int row = 1; row <= RecoveryShare.ROWS; row++) {
        rows.append(row(row)).append('\n');
      }
      char[] text = rows.toString().toCharArray();
      try {
        return RecoveryShare.parse(text);
      } catch (VaultException.InvalidInput e) {
        words.accept(e.getMessage() + "; from its first row again");
      } finally {
        Arrays.fill(text, '\0');
      }
    }
  }

  private String row(int row) {
    while (true) {
      String typed =
          keyboard.apply(
              "share " + (shares.size() + 1) + ", row " + row + " of " + RecoveryShare.ROWS);
      if (typed == null) {
        throw new VaultException.KeyUnavailable("no share was given");
      }
      if (typed.strip().toUpperCase(Locale.ROOT).equals(MARK)) {
        continue;
      }
      char[] characters = typed.toCharArray();
      try {
        RecoveryShare.checkRow(row, characters);
        return typed;
      } catch (VaultException.InvalidInput e) {
        words.accept(e.getMessage());
      } finally {
        Arrays.fill(characters, '\0');
      }
    }
  }
}

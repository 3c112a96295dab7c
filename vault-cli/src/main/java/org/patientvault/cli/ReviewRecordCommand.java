package org.patientvault.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.patientvault.ReviewFinding;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.IndexRange;
import org.patientvault.audit.JsonValue;
import org.patientvault.model.VaultException;
import org.patientvault.verify.InputFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "record",
    description = {
      "say in the log that entries were looked at, and what was found",
      "an emergency access is reviewed by its opening's entry; nobody reviews entries of his own"
    },
    footer = {
      "",
      "example:",
      "  patientvault audit review record --vault clinic.vault --entries 12,15-20 --finding"
          + " question --note-file note.txt"
    })
final class ReviewRecordCommand extends VaultCommand {
  private static final Pattern RANGE = Pattern.compile("([0-9]{1,16})(?:-([0-9]{1,16}))?");

  @Option(
      names = "--entries",
      required = true,
      paramLabel = "LIST",
      description = "which entries, such as 12,15-20")
  String entries = "";

  @Option(
      names = "--finding",
      required = true,
      paramLabel = "FINDING",
      description = "none, question or violation")
  ReviewFinding finding = ReviewFinding.NONE;

  @Option(
      names = "--note-file",
      paramLabel = "FILE",
      description =
          "read a note from FILE, at most 2,000 characters; it may name people, so it is no"
              + " argument")
  @Nullable Path noteFile;

  @Override
  ExitCode run(Desk desk) {
    List<IndexRange> ranges = ranges();
    String note =
        noteFile == null
            ? ""
            : new String(InputFile.read(noteFile, "note"), StandardCharsets.UTF_8).strip();
    long at;
    try (Vault vault = desk.open()) {
      at = record(vault, desk, ranges, note);
    }
    if (desk.output().isJson()) {
      desk.output().json(JsonValue.members().put("entry", at).build());
    } else {
      desk.output().say("reviewed; entry " + at + " of the log says so");
    }
    return ExitCode.VERIFIED;
  }

  private long record(Vault vault, Desk desk, List<IndexRange> ranges, String note) {
    try {
      return vault
          .auditTrail(desk.actor(Desk.AUDITOR), desk.purpose())
          .reviews()
          .record(ranges, finding, note);
    } catch (IllegalArgumentException e) {
      throw new VaultException.InvalidInput(String.valueOf(e.getMessage()), e);
    }
  }

  private List<IndexRange> ranges() {
    List<IndexRange> ranges = new ArrayList<>();
    for (String each : entries.split(",", -1)) {
      Matcher range = RANGE.matcher(each);
      if (!range.matches()) {
        throw noRange(null);
      }
      long first = Long.parseLong(range.group(1));
      String last = range.group(2);
      try {
        ranges.add(new IndexRange(first, last == null ? first : Long.parseLong(last)));
      } catch (IllegalArgumentException e) {
        throw noRange(e);
      }
    }
    return ranges;
  }

  private static VaultException.InvalidInput noRange(@Nullable Throwable cause) {
    return new VaultException.InvalidInput("entries are named like 12,15-20", cause);
  }
}

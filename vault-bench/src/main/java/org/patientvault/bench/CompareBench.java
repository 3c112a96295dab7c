package org.patientvault.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.patientvault.bench.audit.FhirEvents;
import org.patientvault.bench.audit.LogVerification;
import org.patientvault.bench.crypto.OneValue;
import org.patientvault.bench.crypto.TwelveFields;
import org.patientvault.bench.memory.MemoryUse;
import org.patientvault.bench.migrate.MovedTable;
import org.patientvault.bench.peers.Peers;
import org.patientvault.bench.size.StoredBytes;
import org.patientvault.bench.start.StartUp;
import org.patientvault.bench.token.TokenSlots;

/**
 * Asks questions that need no database server, and writes one file of answers for each. Arguments:
 * a directory for the answers, then the questions; none means all.
 *
 * <p>System properties: {@code rounds}, and {@code slice} in milliseconds.
 */
public final class CompareBench {
  private CompareBench() {}

  private enum Question {
    VALUE("Sealing and opening one value", OneValue::ask),
    RECORD("Sealing and opening a record of twelve fields", TwelveFields::ask),
    PEERS("Other libraries for the same work", Peers::ask),
    VERIFY("Verifying a log offline", LogVerification::ask),
    FHIR("The log as FHIR AuditEvents", FhirEvents::ask),
    SIZE("Bytes on the disk", StoredBytes::ask),
    MEMORY("Garbage and key memory", MemoryUse::ask),
    START("Starting the command line", StartUp::ask),
    MIGRATE("Moving a table in", MovedTable::ask),
    TOKEN("Opening a slot by what protects it", TokenSlots::ask);

    private final String title;
    private final Asking asking;

    Question(String title, Asking asking) {
      this.title = title;
      this.asking = asking;
    }
  }

  // An enum's members must not change, and a method reference does not.
  @com.google.errorprone.annotations.Immutable
  private interface Asking {
    void ask(Interleaved run, Report report) throws Exception;
  }

  public static void main(String[] arguments) throws Exception {
    Interleaved run =
        new Interleaved(
            Integer.getInteger("warmup", 20),
            Integer.getInteger("rounds", 40),
            1_000_000 * Long.getLong("slice", 10));
    List<String> asked = new ArrayList<>(Arrays.asList(arguments).subList(1, arguments.length));
    for (Question question : Question.values()) {
      String name = question.name().toLowerCase(Locale.ROOT);
      if (asked.isEmpty() || asked.contains(name)) {
        Report report = new Report(question.title);
        question.asking.ask(run, report);
        Files.writeString(Path.of(arguments[0], name + ".md"), report.toString());
        System.out.println(report);
      }
    }
  }
}

package org.patientvault.verify;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.AuditorState;
import org.patientvault.audit.BundleVerifier;
import org.patientvault.audit.Entry;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.Report;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.audit.VerifiedBundle;
import org.patientvault.audit.fhir.AuditEventWriter;
import org.patientvault.audit.fhir.EntrySelection;
import org.patientvault.audit.report.ReportEntry;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes an exported log as FHIR AuditEvents, or whatever a subclass has instead. */
@Command(
    name = "export-fhir",
    description = {
      "write an exported log as FHIR R4 AuditEvents by IHE BALP, one JSON text a line (NDJSON)",
      "offline and in pseudonyms, once it was verified"
    },
    footer = {
      "",
      "example:",
      "  ${COMMAND-FULL-NAME} --bundle bundle/ --policy hospital.policy --out -"
    })
public class AuditExportFhirCommand extends ToolCommand {
  private static final Path STANDARD_OUTPUT = Path.of("-");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "a new file, its owner's alone; - for standard output")
  Path out = STANDARD_OUTPUT;

  @Option(names = "--bundle", paramLabel = "DIR", description = "what audit export wrote")
  @Nullable Path bundle;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "the keys you trust; with --bundle")
  @Nullable Path policy;

  @Option(
      names = "--from",
      paramLabel = "PLACE",
      converter = LogPlace.Reader.class,
      description = "from this entry, date or UTC time on")
  @Nullable LogPlace from;

  @Option(
      names = "--to",
      paramLabel = "PLACE",
      converter = LogPlace.Reader.class,
      description = "before this entry, date or UTC time")
  @Nullable LogPlace to;

  @Option(
      names = "--patient",
      paramLabel = "PATIENT",
      description = "about this patient alone: the vault's reference; with --bundle the pseudonym")
  protected @Nullable String patient;

  @Option(names = "--test-data", description = "label every event as invented (HTEST)")
  boolean testData;

  @Override
  protected Optional<String> hint(VaultException failure) {
    return failure instanceof VaultException.StorageFailed && bundle != null
        ? Optional.of("look whether the folder and the files you named are there and yours to use")
        : Optional.empty();
  }

  /** Gives entries to whoever writes them; the code that the command ends with. */
  protected interface Source {
    /** Writes them all. */
    ExitCode to(OutputStream target) throws IOException;
  }

  @Override
  protected ExitCode run(Output output) throws IOException {
    AtomicLong written = new AtomicLong();
    ExitCode code =
        bundle == null ? withoutBundle(output, written) : fromBundle(output, bundle, written);
    boolean wrote = code == ExitCode.VERIFIED || code == ExitCode.POLICY_NOT_MET;
    if (wrote && !out.equals(STANDARD_OUTPUT)) {
      told(output, written.get());
    }
    return code;
  }

  private static void told(Output output, long written) {
    if (output.isJson()) {
      output.json(JsonValue.members().put("resources", written).build());
    } else {
      output.line(written + " audit events written");
    }
  }

  /** Writes entries where no bundle was named, and counts them. */
  protected ExitCode withoutBundle(Output output, AtomicLong written) throws IOException {
    throw new VaultException.InvalidInput("of which log? give --bundle DIR");
  }

  private ExitCode fromBundle(Output output, Path directory, AtomicLong written)
      throws IOException {
    if (policy == null) {
      throw new VaultException.InvalidInput(
          "whose keys do you trust? give --policy FILE; patientvault audit keys prints one");
    }
    Bytes only = patient == null ? null : pseudonym(patient);
    EntrySelection which = which();
    TrustPolicy trusted = TrustPolicy.parse(InputFile.read(policy, "policy"));
    Report report = BundleVerifier.verify(directory, trusted, Optional.empty());
    report.lines().forEach(output::say);
    VerdictHint.of(report.verdicts()).forEach(output::hint);
    ExitCode code = report.exitCode();
    if (code != ExitCode.VERIFIED && code != ExitCode.POLICY_NOT_MET) {
      return code;
    }
    AuditorState.MerkleTreeState tree = report.tree().orElseThrow();
    AuditEventWriter writer = writer(tree.origin());
    return into(
        target -> {
          VerifiedBundle.read(
              directory,
              tree,
              (entry, index) -> {
                if (which.takes(index, entry) && (only == null || isAbout(entry, only))) {
                  write(writer, pseudonymous(index, entry), target);
                  written.incrementAndGet();
                }
              });
          return code;
        });
  }

  private static boolean isAbout(Entry entry, Bytes pseudonym) {
    return entry.subject() != null && entry.subject().equals(pseudonym);
  }

  private static ReportEntry pseudonymous(long index, Entry entry) {
    return new ReportEntry(index, entry, Optional.empty());
  }

  private static Bytes pseudonym(String text) {
    try {
      Bytes pseudonym = Bytes.wrap(Base64.getUrlDecoder().decode(text));
      if (pseudonym.size() == Entry.PSEUDONYM_BYTES) {
        return pseudonym;
      }
    } catch (IllegalArgumentException e) {
      // As is said below.
    }
    throw new VaultException.InvalidInput(
        "a patient of a bundle is named by a pseudonym: 22 characters, as key s of entries has it");
  }

  /** The entries that were asked for. */
  protected final EntrySelection which() {
    EntrySelection which = EntrySelection.ALL;
    try {
      which = from == null ? which : from.begin(which);
      return to == null ? which : to.end(which);
    } catch (IllegalArgumentException e) {
      throw new VaultException.InvalidInput("--from lies behind --to", e);
    }
  }

  /** Writes entries of the log of this origin. */
  protected final AuditEventWriter writer(String origin) {
    return testData ? AuditEventWriter.ofTestData(origin) : AuditEventWriter.of(origin);
  }

  /** Writes one of them; a failure names the file. */
  protected final void write(AuditEventWriter writer, ReportEntry entry, OutputStream target) {
    try {
      writer.write(entry, target);
    } catch (IOException e) {
      throw OwnFile.unwritten(out, e);
    }
  }

  /** Whole into a file, or bit by bit onto standard output. */
  protected final ExitCode into(Source source) throws IOException {
    if (out.equals(STANDARD_OUTPUT)) {
      OutputStream target = new BufferedOutputStream(terminal().out(), 1 << 16);
      ExitCode code = source.to(target);
      target.flush();
      return code;
    }
    try (OwnFile file = OwnFile.begin(out)) {
      ExitCode code = source.to(file.out());
      file.keep();
      return code;
    }
  }
}

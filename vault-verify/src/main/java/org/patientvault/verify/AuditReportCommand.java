package org.patientvault.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.AuditorState;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.audit.report.BundleReports;
import org.patientvault.audit.report.Language;
import org.patientvault.audit.report.Question;
import org.patientvault.audit.report.ReportRequest;
import org.patientvault.audit.report.StaffShown;
import org.patientvault.model.VaultException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Answers auditors' questions from an exported log, or from whatever a subclass has instead. */
@Command(
    name = "report",
    description = {
      "answer an auditor's question from an exported log; --list names the questions",
      "offline, in pseudonyms, verified before anything is printed"
    },
    footer = {
      "",
      "example:",
      "  ${COMMAND-FULL-NAME} complete --bundle bundle/ --policy hospital.policy"
    })
public class AuditReportCommand extends ToolCommand {
  @Parameters(arity = "0..1", paramLabel = "NAME", description = "which question; see --list")
  @Nullable String name;

  @Option(names = "--list", description = "name the questions, and ask none")
  boolean list;

  @ArgGroup(exclusive = false)
  @Nullable Exported exported;

  @Mixin final TimeRange time = new TimeRange();

  @Option(
      names = "--patient",
      paramLabel = "PATIENT",
      description = "of this patient alone: a reference, or a pseudonym of the log")
  @Nullable String patient;

  @Option(
      names = "--user",
      paramLabel = "USER",
      description = "of what this person did alone: a user id, or a pseudonym of the log")
  @Nullable String user;

  @Option(names = "--node", paramLabel = "NODE", description = "of what this node wrote alone")
  @Nullable String node;

  @Option(
      names = "--staff",
      paramLabel = "HOW",
      defaultValue = "role",
      description =
          "how a patient's own statement shows staff: none, role, unit, name (${DEFAULT-VALUE})")
  StaffShown staff = StaffShown.ROLE;

  @Option(
      names = "--format",
      paramLabel = "FORM",
      description = "text, csv or json; text unless you say otherwise, or --json")
  @Nullable ReportForm form;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "a new page for a browser instead, which checks its own entries")
  @Nullable Path html;

  @Option(
      names = "--whole",
      description =
          "with --html: every entry of the log goes into the page, so that it shows that none is"
              + " missing")
  boolean whole;

  @Option(
      names = "--lang",
      paramLabel = "LANGUAGE",
      description = "en or fr; else the system's language")
  @Nullable Language language;

  /** An exported log, and what it is verified by. */
  static final class Exported {
    @Option(
        names = "--bundle",
        required = true,
        paramLabel = "DIR",
        description = "what audit export wrote")
    Path bundle = Path.of("");

    @Option(
        names = "--policy",
        paramLabel = "FILE",
        description = "the keys you trust; with --bundle")
    @Nullable Path policy;

    @Option(
        names = "--state",
        paramLabel = "FILE",
        description = "what audit verify --state kept; with --bundle, and never changed here")
    @Nullable Path state;

    TrustPolicy trusted() {
      if (policy == null) {
        throw new VaultException.InvalidInput(
            "whose keys do you trust? give --policy FILE; patientvault audit keys prints one");
      }
      return TrustPolicy.parse(InputFile.read(policy, "policy"));
    }

    Optional<AuditorState> known() {
      return state == null || !Files.exists(state)
          ? Optional.empty()
          : Optional.of(AuditorState.parse(InputFile.read(state, "state")));
    }
  }

  @Override
  protected ExitCode run(Output output) throws IOException {
    if (list == (name != null)) {
      throw new VaultException.InvalidInput("give a question's name, or --list");
    }
    ReportPrinter printer = new ReportPrinter(output, form(output));
    if (name == null) {
      printer.list(language());
      return ExitCode.VERIFIED;
    }
    if (html == null ? whole : form != null) {
      throw new VaultException.InvalidInput("--whole goes with --html, --format does not");
    }
    ReportRequest request = request(name);
    return exported == null
        ? withoutBundle(output, request, printer)
        : fromBundle(output, request, printer, exported);
  }

  /** Answers where no bundle was named. */
  protected ExitCode withoutBundle(Output output, ReportRequest request, ReportPrinter printer)
      throws IOException {
    throw new VaultException.InvalidInput("of which log? give --bundle DIR");
  }

  /** The page that was asked for instead of lines; null where none was. */
  protected final @Nullable ReportPageFile page() {
    return html == null ? null : new ReportPageFile(html, whole);
  }

  private ReportForm form(Output output) {
    if (form != null) {
      return form;
    }
    return output.isJson() ? ReportForm.JSON : ReportForm.TEXT;
  }

  private Language language() {
    return language == null ? Language.of(Locale.getDefault()) : language;
  }

  private ReportRequest request(String named) {
    Question question =
        Question.named(named)
            .orElseThrow(
                () ->
                    new VaultException.InvalidInput(
                        "there is no such report; patientvault audit report --list names them"));
    return new ReportRequest(
        question,
        language(),
        time.span(),
        Optional.ofNullable(patient),
        Optional.ofNullable(user),
        Optional.ofNullable(node),
        staff);
  }

  private ExitCode fromBundle(
      Output output, ReportRequest request, ReportPrinter printer, Exported from) {
    BundleReports.Made made =
        BundleReports.make(from.bundle, from.trusted(), from.known(), request);
    ReportPageFile page = page();
    if (made.report().isPresent() && page != null) {
      page.write(made.report().get(), from.bundle, from.trusted(), output);
    } else if (made.report().isPresent()) {
      printer.print(made.report().get());
    } else {
      AuditVerifyCommand.print(output, made.verdict());
    }
    return made.verdict().exitCode();
  }
}

package org.patientvault.verify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.patientvault.audit.AnchoredNote;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.anchor.TimeStamp;
import org.patientvault.audit.anchor.TokenVerdict;
import org.patientvault.audit.anchor.TsaTrust;
import org.patientvault.model.VaultException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks one time stamp over one signed note. */
@Command(
    name = "verify",
    description = {
      "check one time stamp over one signed note, offline and without a vault",
      "says when the note was there; whether it is the log's says audit verify"
    },
    footer = {
      "",
      "example:",
      "  ${COMMAND-FULL-NAME} bundle/anchor/1201-1.tsr --note bundle/checkpoints/1201"
          + " --tsa tsa.pem"
    })
public final class AuditAnchorVerifyCommand extends ToolCommand {
  @Parameters(paramLabel = "FILE", description = "the time stamp (.tsr)")
  Path file = Path.of("");

  @Option(
      names = "--note",
      required = true,
      paramLabel = "FILE",
      description = "the signed note that it is over")
  Path note = Path.of("");

  @Option(
      names = Authorities.OPTION,
      required = true,
      paramLabel = "FILE",
      description = "the authority's certificate or its root's (PEM); may be repeated")
  List<Path> tsa = new ArrayList<>();

  @Override
  protected ExitCode run(Output output) {
    TsaTrust authorities = Authorities.of(tsa);
    byte[] signed = InputFile.read(note, "note");
    TimeStamp stamp;
    try {
      stamp = TimeStamp.parse(InputFile.read(file, "time stamp"));
    } catch (VaultException.InvalidInput e) {
      return said(output, "ANCHOR INVALID " + e.getMessage(), ExitCode.TAMPERED);
    }
    return said(output, stamp, stamp.verify(authorities), signed);
  }

  private static ExitCode said(
      Output output, TimeStamp stamp, TokenVerdict verdict, byte[] signed) {
    if (verdict instanceof TokenVerdict.Invalid invalid) {
      return said(output, "ANCHOR INVALID " + invalid.why(), ExitCode.TAMPERED);
    }
    if (!AnchoredNote.isCovered(signed, stamp)) {
      return said(output, "ANCHOR INVALID imprint", ExitCode.TAMPERED);
    }
    if (verdict instanceof TokenVerdict.Untrusted untrusted) {
      return said(output, "ANCHOR UNTRUSTED TSA " + untrusted.why(), ExitCode.CANNOT_TELL);
    }
    return said(
        output,
        "ANCHOR VALID time="
            + stamp.claimedTime()
            + " accuracy="
            + stamp.accuracy()
            + " serial="
            + stamp.serial(),
        ExitCode.VERIFIED);
  }

  private static ExitCode said(Output output, String line, ExitCode code) {
    if (output.isJson()) {
      output.json(JsonValue.members().put("code", code.code()).put("verdict", line).build());
    } else {
      output.line(line);
    }
    return code;
  }
}

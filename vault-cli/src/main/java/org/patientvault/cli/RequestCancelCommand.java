package org.patientvault.cli;

import org.patientvault.Approvals;
import org.patientvault.RequestInfo;
import org.patientvault.audit.AdministratorKey;
import picocli.CommandLine.Command;

@Command(
    name = "cancel",
    description = "take back what you asked for yourself",
    footer = {
      "",
      "example:",
      "  patientvault request cancel 3fa9 --admin-key anna.key --vault clinic.vault"
    })
final class RequestCancelCommand extends RequestAnswerCommand {
  @Override
  RequestInfo answer(Approvals approvals, AdministratorKey key) {
    return approvals.cancel(id, key);
  }
}

package org.patientvault.cli;

import org.patientvault.Approvals;
import org.patientvault.RequestInfo;
import org.patientvault.audit.AdministratorKey;
import picocli.CommandLine.Command;

@Command(
    name = "reject",
    description = "do not agree to what another administrator asked, or no longer",
    footer = {
      "",
      "example:",
      "  patientvault request reject 3fa9 --admin-key ben.key --vault clinic.vault"
    })
final class RequestRejectCommand extends RequestAnswerCommand {
  @Override
  RequestInfo answer(Approvals approvals, AdministratorKey key) {
    return approvals.reject(id, key);
  }
}

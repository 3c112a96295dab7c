package org.patientvault.cli;

import org.patientvault.Approvals;
import org.patientvault.RequestInfo;
import org.patientvault.audit.AdministratorKey;
import picocli.CommandLine.Command;

@Command(
    name = "approve",
    description = "agree to what another administrator asked; it is not done by that",
    footer = {
      "",
      "example:",
      "  patientvault request approve 3fa9 --admin-key ben.key --vault clinic.vault"
    })
final class RequestApproveCommand extends RequestAnswerCommand {
  @Override
  RequestInfo answer(Approvals approvals, AdministratorKey key) {
    return approvals.approve(id, key);
  }
}

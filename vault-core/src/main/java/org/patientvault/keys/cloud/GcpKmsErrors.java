package org.patientvault.keys.cloud;

import java.util.regex.Pattern;
import org.patientvault.keys.cloud.JsonService.Answer;
import org.patientvault.model.VaultException.KeyUnavailable;

/** What the errors of Google's interfaces mean: {@code google.rpc.Code}, by the name in status. */
final class GcpKmsErrors {
  private static final Pattern NAME = Pattern.compile("[A-Z_]{1,64}");

  private GcpKmsErrors() {}

  static boolean isInvalidArgument(Answer answer) {
    return answer.status() == 400 && name(answer).equals("INVALID_ARGUMENT");
  }

  static KeyUnavailable explained(String key, Answer answer) {
    String name = name(answer);
    return switch (name) {
      case "FAILED_PRECONDITION" -> Refusal.disabled(key);
      case "NOT_FOUND" -> Refusal.notThere(key);
      case "UNAUTHENTICATED", "PERMISSION_DENIED" ->
          Refusal.wrongSecret(
              key, "refused these credentials, or they lack the right: Google answered " + name);
      case "RESOURCE_EXHAUSTED", "UNAVAILABLE", "DEADLINE_EXCEEDED", "ABORTED", "INTERNAL" ->
          Refusal.outOfReach(key, "Google answered " + name);
      default ->
          Refusal.other(
              key,
              "could not be used: Google answered " + name + " with status " + answer.status());
    };
  }

  private static String name(Answer answer) {
    String name = answer.body().path("error").path("status").asText();
    return NAME.matcher(name).matches() ? name : "no code";
  }
}

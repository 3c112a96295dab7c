package org.patientvault.keys.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.patientvault.keys.cloud.JsonService.Answer;
import org.patientvault.model.VaultException.KeyUnavailable;

/**
 * What the errors of the transit engine mean. It has no codes: its sentences, as its source has
 * them, are looked for and never repeated.
 */
final class TransitErrors {
  private TransitErrors() {}

  static KeyUnavailable explained(String key, Answer answer) {
    return switch (answer.status()) {
      case 400 -> badRequest(key, sentences(answer));
      case 401, 403 ->
          Refusal.wrongSecret(
              key, "was refused: the token has expired, is unknown or lacks the right");
      case 404 -> Refusal.notThere(key);
      default ->
          Refusal.other(key, "could not be used: it answered with status " + answer.status());
    };
  }

  private static KeyUnavailable badRequest(String key, String sentences) {
    if (sentences.contains("encryption key not found")) {
      return Refusal.notThere(key);
    }
    if (sentences.contains("disallowed by policy")) {
      return Refusal.disabled(key + " in the version of this slot (min_decryption_version)");
    }
    if (sentences.contains("soft deleted") || sentences.contains("soft-deleted")) {
      return Refusal.disabled(key);
    }
    return sentences.contains("message authentication failed")
            || sentences.contains("invalid ciphertext")
            || sentences.contains("unable to decrypt")
        ? Refusal.wrongSecret(key, "does not open this slot: it was changed, or is another's")
        : Refusal.other(key, "could not be used: it answered with status 400");
  }

  private static String sentences(Answer answer) {
    StringBuilder all = new StringBuilder();
    for (JsonNode each : answer.body().path("errors")) {
      all.append(each.asText()).append('\n');
    }
    return all.toString().toLowerCase(Locale.ROOT);
  }
}

package org.patientvault.audit.witness;

import java.nio.charset.StandardCharsets;
import org.patientvault.model.Bytes;

/**
 * What a witness says to a request, the same over HTTP and in a file: signature lines with 200, the
 * size it knows with 409, else a sentence.
 *
 * @param status 200, 400, 403, 404, 409 or 422, as C2SP tlog-witness gives them
 */
public record WitnessAnswer(int status, String contentType, Bytes body) {
  /** Cosigned. */
  public static final int COSIGNED = 200;

  /** The old size is not the one that the witness knows; the body says which it is. */
  public static final int CONFLICT = 409;

  /** The log did not grow from what the witness knows. */
  public static final int INCONSISTENT = 422;

  static final int MALFORMED = 400;
  static final int NOT_SIGNED = 403;
  static final int UNKNOWN_LOG = 404;
  static final String SIZE = "text/x.tlog.size";
  private static final String TEXT = "text/plain; charset=utf-8";

  static WitnessAnswer cosigned(Bytes lines) {
    return new WitnessAnswer(COSIGNED, TEXT, lines);
  }

  static WitnessAnswer knows(long size) {
    return new WitnessAnswer(CONFLICT, SIZE, utf8(size + "\n"));
  }

  static WitnessAnswer refused(int status, String why) {
    return new WitnessAnswer(status, TEXT, utf8(why + "\n"));
  }

  private static Bytes utf8(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The body as text. */
  public String text() {
    return new String(body.toArray(), StandardCharsets.UTF_8);
  }
}

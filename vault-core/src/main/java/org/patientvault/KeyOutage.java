package org.patientvault;

import java.time.Instant;
import java.util.Objects;

/**
 * What opened the vault for this process is out of reach, or refuses.
 *
 * @param slot the id of the slot
 * @param uri where the token or key service is
 * @param since when it was found so
 * @param until when the keys in memory are dropped, by the clock as it is now; once they are, when
 *     that was
 * @param dropped whether they are: then everything is refused until the key is back
 * @param why what the token or key service says
 */
public record KeyOutage(
    String slot, String uri, Instant since, Instant until, boolean dropped, String why) {
  public KeyOutage {
    Objects.requireNonNull(slot, "slot");
    Objects.requireNonNull(uri, "uri");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(until, "until");
    Objects.requireNonNull(why, "why");
  }
}

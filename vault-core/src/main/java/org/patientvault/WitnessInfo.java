package org.patientvault;

import java.time.Instant;
import java.util.Optional;

/**
 * What a vault knows of one witness.
 *
 * @param name as the policy calls it
 * @param key name and id of its key
 * @param url where it is asked; empty when its requests are carried by hand
 * @param seenSize the largest head it cosigned, as is known here; 0 when none
 * @param seenAt when it says it did
 * @param trouble why it did not answer when this process asked it last, if it did not
 */
public record WitnessInfo(
    String name,
    String key,
    String url,
    long seenSize,
    Optional<Instant> seenAt,
    Optional<String> trouble) {}

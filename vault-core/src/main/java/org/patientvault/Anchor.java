package org.patientvault;

import java.time.Instant;
import java.util.Optional;

/**
 * A time stamp over the log's first entries, or one that was asked for.
 *
 * @param size how many entries it is over
 * @param number from 1, for each size
 * @param asked when it was asked for, by this vault's clock
 * @param stamped the time that the authority says; empty as long as there is no answer
 */
public record Anchor(long size, int number, Instant asked, Optional<Instant> stamped) {}

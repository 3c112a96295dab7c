package org.patientvault;

import org.patientvault.model.Bytes;

/**
 * A request for a time stamp over the log's newest signed note; no secret.
 *
 * @param size how many entries the note is over
 * @param note the signed note, for keeping beside the answer
 * @param query what goes to the authority: RFC 3161, DER, a .tsq file
 */
public record AnchorRequest(long size, Bytes note, Bytes query) {}

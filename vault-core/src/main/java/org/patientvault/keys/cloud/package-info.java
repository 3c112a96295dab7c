/**
 * Keys in a key service: what the service is asked, and what its answers mean.
 *
 * <p>May use: {@code model}, the JDK, the SDKs of the services, Jackson for their answers. Not
 * exported.
 *
 * <p>The rule a newcomer would break: no text of a service reaches a message or a cause. It was
 * sent a keyset or a token, and may repeat either.
 */
@NullMarked
package org.patientvault.keys.cloud;

import org.jspecify.annotations.NullMarked;

/**
 * The commands that need no vault, and what every command is run and printed by. Together with
 * {@code org.patientvault.audit} and {@code org.patientvault.model} they are a program of their own
 * for auditors; the {@code patientvault} command has them too.
 *
 * <p>May use: the audit and model packages of vault-core, Bouncy Castle, Commons Codec, picocli.
 *
 * <p>The rule a newcomer would break: nothing in here, and nothing it calls, opens a vault or holds
 * a secret of one; an auditor's own key for details is the only secret there is. What needs a vault
 * is a subclass in {@code org.patientvault.cli}.
 */
@NullMarked
package org.patientvault.verify;

import org.jspecify.annotations.NullMarked;

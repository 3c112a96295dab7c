package org.patientvault.planted.access;

import org.patientvault.planted.audit.Innocent;

/** A planted violation. */
final class UsesAudit {
  Innocent entry;
}

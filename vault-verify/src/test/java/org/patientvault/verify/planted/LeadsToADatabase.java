package org.patientvault.verify.planted;

/** Has an array of something. */
final class LeadsToADatabase {
  BehindIsADatabase[] rows = {};
}

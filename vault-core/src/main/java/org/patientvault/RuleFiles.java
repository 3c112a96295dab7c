package org.patientvault;

import java.util.List;
import org.patientvault.internal.documents.PolicyFile;
import org.patientvault.internal.documents.SchemaFile;
import org.patientvault.internal.documents.ShippedFiles;
import org.patientvault.model.Schema;
import org.patientvault.model.VaultException;

/**
 * Schema and access policy as files, outside any vault: the shipped ones, and what is odd about
 * one.
 *
 * <p>Format: docs/formats/schema-and-policy.md. All methods are pure.
 */
public final class RuleFiles {
  private RuleFiles() {}

  /** The schema a new vault begins with; a fresh copy. */
  public static byte[] shippedSchema() {
    return ShippedFiles.fhirR4Schema();
  }

  /** The access policy a new vault begins with; a fresh copy. */
  public static byte[] shippedPolicy() {
    return ShippedFiles.defaultPolicy();
  }

  /**
   * What is allowed in a schema and yet seldom meant; empty when nothing is.
   *
   * @throws VaultException.InvalidInput when it is no schema; the message says where and why
   */
  public static List<String> lintSchema(byte[] yaml) {
    return SchemaFile.lint(SchemaFile.parse(yaml));
  }

  /**
   * The policy's own examples that fail; with one, it cannot be installed.
   *
   * @throws VaultException.InvalidInput when it is no policy; the message says where and why
   */
  public static List<String> failedTests(byte[] yaml) {
    return PolicyFile.parse(yaml).failedExamples();
  }

  /**
   * The policy's own examples that fail, then what is allowed and yet seldom meant, held against a
   * schema.
   *
   * @throws VaultException.InvalidInput when it is no policy; the message says where and why
   */
  public static List<String> lintPolicy(byte[] yaml, byte[] schemaYaml) {
    Schema schema = SchemaFile.parse(schemaYaml);
    return PolicyFile.lint(PolicyFile.parse(yaml), schema);
  }
}

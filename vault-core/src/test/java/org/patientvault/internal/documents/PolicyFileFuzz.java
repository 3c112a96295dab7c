package org.patientvault.internal.documents;

import static org.patientvault.fuzz.Reading.require;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.patientvault.access.AccessPolicy;
import org.patientvault.fuzz.Reading;
import org.patientvault.fuzz.Seeded;
import org.patientvault.model.VaultException;

/** A policy file is read, or refused in one way; what is read is decided alike twice. */
class PolicyFileFuzz implements Seeded {

  @FuzzTest
  void parse(byte[] file) {
    Optional<AccessPolicy> policy =
        Reading.of(
            () -> PolicyFile.parse(file),
            VaultException.InvalidInput.class,
            VaultException.UnsupportedFormat.class);
    policy.ifPresent(
        read -> {
          require(file.length <= StrictYaml.MAX_BYTES, "too long a file");
          require(
              PolicyFile.parse(file).rules().equals(read.rules()), "other rules when read again");
          require(
              read.failedExamples().size() <= read.examples().size(),
              "more failures than examples");
        });
  }

  @Override
  public Map<String, byte[]> seeds() {
    return Map.of(
        "small",
        SMALL.getBytes(StandardCharsets.UTF_8),
        "another-version",
        "patientvault-policy: 2\n".getBytes(StandardCharsets.UTF_8));
  }

  private static final String SMALL =
      """
      patientvault-policy: 1
      name: small
      rules:
        - name: care
          roles: [physician, nurse]
          purposes: TREAT
          classes: any
          allow: [read, write]
        - name: emergency
          roles: physician
          purposes: BTG
          classes: [clinical]
          break-glass: read
      tests:
        - {role: physician, purpose: TREAT, class: clinical, expect: allow}
        - {role: clerk, purpose: TREAT, action: read, class: clinical, expect: deny}
      """;
}

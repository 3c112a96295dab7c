package org.patientvault.audit;

import static org.patientvault.fuzz.Reading.require;
import static org.patientvault.fuzz.Reading.requireSame;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Map;
import org.patientvault.fuzz.Reading;
import org.patientvault.fuzz.Seeded;
import org.patientvault.model.VaultException;

/** A certificate and its text have one spelling, and none but the log's own proves anything. */
class EraseCertificateFuzz implements Seeded {
  private static final TestErasure ERASURE = new TestErasure();

  @FuzzTest
  void parse(byte[] file) {
    Reading.of(
            () -> PatientErasure.parse(file),
            VaultException.InvalidInput.class,
            VaultException.LimitExceeded.class)
        .ifPresent(read -> requireSame(read.text(), file, "a text"));
    Reading.of(
            () -> EraseCertificate.parse(file),
            VaultException.InvalidInput.class,
            VaultException.UnsupportedFormat.class)
        .ifPresent(
            read -> {
              requireSame(read.file(), file, "a certificate");
              verify(read);
            });
  }

  private static void verify(EraseCertificate read) {
    Reading.of(
            () -> read.verify(ERASURE.log.policy()),
            VaultException.InvalidInput.class,
            VaultException.LimitExceeded.class,
            VaultException.Tampered.class,
            VaultException.KeyUnavailable.class)
        .ifPresent(
            proven ->
                require(
                    read.patient().equals(TestErasure.PATIENT)
                        && read.text().equals(ERASURE.certificate.text()),
                    "another erasure was proven"));
  }

  @Override
  public Map<String, byte[]> seeds() {
    return Map.of(
        "certificate", ERASURE.certificate.file(),
        "text", TestErasure.erasure("o/2026").text(),
        "bare", Samples.ascii(TestErasure.texts().get(1)),
        "empty", Samples.ascii(TestErasure.texts().get(2)));
  }
}

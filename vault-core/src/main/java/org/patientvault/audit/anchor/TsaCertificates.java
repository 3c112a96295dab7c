package org.patientvault.audit.anchor;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.patientvault.model.VaultException;

/**
 * One PEM file of an auditor: certificates of an authority or of those that vouch for it, in which
 * time they are relied on, and lists of revoked certificates, if any.
 */
record TsaCertificates(
    List<X509Certificate> certificates, List<X509CRL> revoked, Instant from, Instant until) {
  private static final int MAX_BYTES = 4 << 20;
  private static final int MOST = 64;
  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN (CERTIFICATE|X509 CRL)-----\\s+([A-Za-z0-9+/=\\s]+?)-----END \\1-----");
  private static final Pattern LIMIT =
      Pattern.compile("^# *(from|until) +(\\S+) *$", Pattern.MULTILINE);

  TsaCertificates {
    certificates = List.copyOf(certificates);
    revoked = List.copyOf(revoked);
  }

  /**
   * Reads a file.
   *
   * @throws VaultException.InvalidInput when there is no certificate in it, or something else
   */
  static TsaCertificates parse(byte[] file) {
    if (file.length > MAX_BYTES) {
      throw refused("is longer than 4 MiB");
    }
    String text = new String(file, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
    List<X509Certificate> certificates = new ArrayList<>();
    List<X509CRL> revoked = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    int blocks = 0;
    while (block.find()) {
      blocks++;
      add(block, certificates, revoked);
    }
    if (blocks > MOST || blocks != text.split("-----BEGIN ", -1).length - 1) {
      throw refused("holds something else than certificates and lists of revoked ones (PEM)");
    }
    if (certificates.isEmpty()) {
      throw refused("holds no certificate (PEM)");
    }
    return new TsaCertificates(
        certificates, revoked, limit(text, "from", Instant.MIN), limit(text, "until", Instant.MAX));
  }

  private static void add(
      Matcher block, List<X509Certificate> certificates, List<X509CRL> revoked) {
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      ByteArrayInputStream der =
          new ByteArrayInputStream(Base64.getMimeDecoder().decode(block.group(2)));
      if (block.group(1).equals("CERTIFICATE")) {
        certificates.add((X509Certificate) factory.generateCertificate(der));
      } else {
        revoked.add((X509CRL) factory.generateCRL(der));
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new VaultException.InvalidInput(
          "the file of a time stamp authority holds a block that cannot be read", e);
    }
  }

  private static Instant limit(String text, String name, Instant otherwise) {
    Instant limit = otherwise;
    Matcher line = LIMIT.matcher(text);
    while (line.find()) {
      if (line.group(1).equals(name)) {
        limit = instant(line.group(2));
      }
    }
    return limit;
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text.contains("T") ? text : text + "T00:00:00Z");
    } catch (DateTimeException e) {
      throw new VaultException.InvalidInput(
          "the file of a time stamp authority has a limit that is no time: use 2026-01-31 or"
              + " 2026-01-31T12:00:00Z",
          e);
    }
  }

  private static VaultException.InvalidInput refused(String why) {
    return new VaultException.InvalidInput("the file of a time stamp authority " + why);
  }

  boolean coversTime(Instant time) {
    return !time.isBefore(from) && time.isBefore(until);
  }
}

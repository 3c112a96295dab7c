package org.patientvault.audit.anchor;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.patientvault.model.VaultException;

/**
 * Which time stamp authorities an auditor relies on: certificates that come to him by another way
 * than what is under audit.
 *
 * <p>A certificate is relied on when it is one of them, or when one of them vouches for it on a
 * path that was valid at the time in question (PKIX, RFC 5280, by the JDK). Revocation is looked at
 * where a file holds lists of that day, and only there; nothing is fetched. Safe for use by several
 * threads.
 */
public final class TsaTrust {
  private static final TsaTrust NOBODY = new TsaTrust(List.of());

  private final List<TsaCertificates> files;

  private TsaTrust(List<TsaCertificates> files) {
    this.files = List.copyOf(files);
  }

  /** Relies on no authority. */
  public static TsaTrust nobody() {
    return NOBODY;
  }

  /**
   * Reads a PEM file: certificates, lists of revoked certificates, and lines such as {@code # from
   * 2026-01-01} and {@code # until 2027-01-01T12:00:00Z}, which limit when they are relied on.
   *
   * @throws VaultException.InvalidInput when it holds no certificate, or anything else
   */
  public static TsaTrust parse(byte[] pem) {
    return new TsaTrust(List.of(TsaCertificates.parse(pem)));
  }

  /** Relies on these and those. */
  public TsaTrust and(TsaTrust others) {
    List<TsaCertificates> all = new ArrayList<>(files);
    all.addAll(others.files);
    return new TsaTrust(all);
  }

  /** True when no authority is relied on. */
  public boolean isNobody() {
    return files.isEmpty();
  }

  /** Every certificate given, whatever it is for. */
  List<X509Certificate> certificates() {
    return files.stream().flatMap(file -> file.certificates().stream()).toList();
  }

  /** Whether {@code leaf} was relied on at {@code time}, by way of {@code others} if need be. */
  boolean vouchesFor(X509Certificate leaf, Collection<X509Certificate> others, Instant time) {
    return files.stream()
        .filter(file -> file.coversTime(time))
        .anyMatch(file -> file.certificates().contains(leaf) || hasPath(file, leaf, others, time));
  }

  private static boolean hasPath(
      TsaCertificates file,
      X509Certificate leaf,
      Collection<X509Certificate> others,
      Instant time) {
    Date at = Date.from(time);
    Set<TrustAnchor> anchors =
        file.certificates().stream()
            .filter(each -> isValid(each, time))
            .map(each -> new TrustAnchor(each, null))
            .collect(Collectors.toSet());
    if (anchors.isEmpty()) {
      return false;
    }
    try {
      CertPathBuilder.getInstance("PKIX").build(parameters(file, anchors, leaf, others, at));
      return true;
    } catch (CertPathBuilderException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK builds PKIX paths", e);
    }
  }

  private static PKIXBuilderParameters parameters(
      TsaCertificates file,
      Set<TrustAnchor> anchors,
      X509Certificate leaf,
      Collection<X509Certificate> others,
      Date at)
      throws GeneralSecurityException {
    X509CertSelector wanted = new X509CertSelector();
    wanted.setCertificate(leaf);
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, wanted);
    List<Object> known = new ArrayList<>(others);
    known.add(leaf);
    known.addAll(file.revoked());
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(known)));
    parameters.setRevocationEnabled(!file.revoked().isEmpty());
    parameters.setDate(at);
    return parameters;
  }

  private static boolean isValid(X509Certificate certificate, Instant time) {
    return !time.isBefore(certificate.getNotBefore().toInstant())
        && !time.isAfter(certificate.getNotAfter().toInstant());
  }
}

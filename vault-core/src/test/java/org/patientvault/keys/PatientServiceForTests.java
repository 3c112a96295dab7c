package org.patientvault.keys;

/** As the token that is a file, but for a service that locks nobody out. */
public final class PatientServiceForTests extends RemovableProviderForTests {
  /** The kind, and the scheme of the URI. */
  public static final String KIND = "patient-service-for-tests";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public boolean countsWrongSecrets() {
    return false;
  }
}

package org.patientvault.verify;

import picocli.CommandLine.IVersionProvider;

/** The version written into the jar's manifest, or a plain word when the classes run unpacked. */
public final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"patientvault " + text()};
  }

  /** The version alone. */
  public static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }
}

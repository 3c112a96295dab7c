package org.patientvault.cli;

import picocli.CommandLine.IVersionProvider;

/** The version written into the jar's manifest, or a plain word when the classes run unpacked. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {"patientvault " + (version == null ? "unpackaged" : version)};
  }
}

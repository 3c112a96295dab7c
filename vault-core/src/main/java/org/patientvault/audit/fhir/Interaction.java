package org.patientvault.audit.fhir;

/**
 * How BALP casts those who take part, by what was done: which way the data went says who is source
 * and who is destination.
 *
 * <p>In a read the client is the destination; in a query it is the source, for what is looked at
 * are the parameters. Source: IHE ITI BALP 1.1, profiles IHE.BasicAudit.*.
 */
enum Interaction {
  READ("Read", Parts.DESTINATION, Parts.SOURCE, Parts.RECIPIENT),
  QUERY("Query", Parts.SOURCE, Parts.DESTINATION, Parts.RECIPIENT),
  CREATE("Create", Parts.SOURCE, Parts.DESTINATION, Parts.AUTHOR),
  UPDATE("Update", Parts.SOURCE, Parts.DESTINATION, Parts.AUTHOR),
  DELETE("Delete", Parts.APPLICATION, Parts.CUSTODIAN, Parts.AUTHOR),
  DISCLOSURE("PrivacyDisclosure.Source", Parts.DESTINATION, Parts.SOURCE, Parts.RECIPIENT),

  /** No interaction with records: one who looks. The application is all that takes part. */
  LOOK("", Parts.APPLICATION, Parts.APPLICATION, Parts.RECIPIENT),

  /** No interaction with records: one who changes something. */
  CHANGE("", Parts.APPLICATION, Parts.APPLICATION, Parts.AUTHOR);

  private static final String BALP =
      "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.";

  private static final class Parts {
    static final Coding APPLICATION = Coding.dicom("110150", "Application");
    static final Coding DESTINATION = Coding.dicom("110152", "Destination Role ID");
    static final Coding SOURCE = Coding.dicom("110153", "Source Role ID");
    static final Coding CUSTODIAN =
        Coding.hl7("provenance-participant-type", "custodian", "Custodian");
    static final Coding RECIPIENT =
        Coding.hl7("v3-ParticipationType", "IRCP", "information recipient");
    static final Coding AUTHOR = Coding.hl7("v3-ParticipationType", "AUT", "author (originator)");
  }

  private final String profile;
  private final Coding client;
  private final Coding server;
  private final Coding user;

  Interaction(String profile, Coding client, Coding server, Coding user) {
    this.profile = profile;
    this.client = client;
    this.server = server;
    this.user = user;
  }

  /** The profile of a success, where the interaction has one. */
  String profile(boolean withPatient) {
    return BALP + (withPatient && this != DISCLOSURE ? "Patient" : "") + profile;
  }

  /** Whether records are what it is about, so that BALP has a profile for it. */
  boolean hasProfile() {
    return !profile.isEmpty();
  }

  Coding client() {
    return client;
  }

  Coding server() {
    return server;
  }

  Coding user() {
    return user;
  }
}

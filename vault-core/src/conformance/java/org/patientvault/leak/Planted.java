package org.patientvault.leak;

import java.util.List;

/** A person who is in wrong input only, and who reads what of others and why. */
final class Planted {
  static final String NAME = "Quillfeather-Ostrander";
  static final String IDENTIFIER = "MRN-99173355";
  static final String ISSUER = "urn:example:mrn";
  static final String BIRTH_DATE = "1938-11-07";
  static final String NOTE = "fears that her sister hears of it";
  static final String READER = "dr.hawthorne-lisle";
  static final String REASON = "found without pulse in the waiting room";
  static final List<String> ALL = List.of(NAME, IDENTIFIER, BIRTH_DATE, NOTE, READER, REASON);

  private static final String PERSON =
      """
      "name":[{"family":"%s"}],"identifier":[{"system":"%s","value":"%s"}],"birthDate":"%s"\
      """
          .formatted(NAME, ISSUER, IDENTIFIER, BIRTH_DATE);

  static final List<String> BROKEN_RESOURCES =
      List.of(
          "{\"resourceType\":\"Patient\",\"id\":\"x\"," + PERSON,
          "{\"resourceType\":\"Patient\",\"id\":\"x\"," + PERSON + "," + PERSON + "}",
          "{\"resourceType\":\"Patient\",\"id\":\"x\"," + PERSON + "," + NAME + "}",
          "{\"resourceType\":\"Patient\",\"id\":\"x\"," + PERSON + ",\"active\":" + NAME + "}",
          "{\"resourceType\":\"Patient\",\"id\":\"x\","
              + PERSON
              + ",\"text\":\"\u00ff"
              + NOTE
              + "\"}",
          "{\"resourceType\":\"" + NAME + " " + NOTE + "\"," + PERSON + "}",
          "{\"id\":\"" + IDENTIFIER + "\"," + PERSON + "}",
          "{\"resourceType\":\"Patient\",\"id\":\"" + NOTE.repeat(20) + "\"," + PERSON + "}",
          "{\"resourceType\":\"Patient\",\"id\":\"x\",\"" + NOTE + "\":1," + PERSON + "}",
          NOTE);

  private Planted() {}
}

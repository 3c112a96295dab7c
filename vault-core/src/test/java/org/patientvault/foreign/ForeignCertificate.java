package org.patientvault.foreign;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a certificate by docs/formats/erase-certificate.md, and by C2SP tlog-proof, alone. */
public final class ForeignCertificate {
  private static final int MOST_BYTES = 212_992;
  private static final int MOST_TEXT = 65_536;
  private static final Pattern FILE =
      Pattern.compile(
          """
          patientvault-erase-certificate v1
          patient (?<patient>[0-9a-f]{32})
          salt (?<salt>[0-9a-f]{32})
          (?<text>[^\n]+)

          (?<proof>.*)\
          """,
          Pattern.DOTALL);
  private static final String NUMBER = "(?:0|[1-9][0-9]{0,15})";
  private static final String TIME =
      "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}"
          + "(?:\\.(?!000Z)[0-9]{3}(?:(?!000)[0-9]{3}){0,1}(?:(?!000)[0-9]{3}){0,1})?Z";
  private static final Pattern TEXT =
      Pattern.compile(
          "\\{\"asked\":\"TIME\",\"at\":\"(?<at>TIME)\",\"backups\":\\{\"count\":(?:0|[1-9][0-9]{0,15},\"until\":\"TIME\")},"
                  .replace("TIME", TIME)
              + "\"details\":\\{(?:\"access\":N)?,?(?:\"administration\":N)?,?(?:\"disclosure\":N)?,?(?:\"oversight\":N)?},"
                  .replace("N", NUMBER)
              + "\"elsewhere\":\\[(?:\"[a-z-]{1,32}\",?)*],\"erased\":\"patient\",\"ground\":\"(?:request|order|unlawful|expiry)\","
              + "\"identifiers\":N,\"keys\":\\[(?:\"[0-9a-f]{64}\",?)*],\"number\":(?<number>[1-9][0-9]{0,15}),"
                  .replace("N", NUMBER)
              + "\"origin\":\"(?<origin>[^\"\\\\]+)\",\"records\":N,\"revisions\":(?<revisions>N),"
                  .replace("N", NUMBER)
              + "\"subject\":\"(?<subject>[0-9a-f]{64})\",\"v\":1}");

  /** What a certificate that holds says. */
  public record Said(String patient, long number, long revisions, String at) {}

  private ForeignCertificate() {}

  /**
   * Reads and checks a certificate.
   *
   * @throws ForeignRefusal when it does not hold
   */
  public static Said read(byte[] file, byte[] policy)
      throws GeneralSecurityException, ForeignRefusal {
    ForeignRefusal.when(file.length > MOST_BYTES, "too long");
    Matcher parts = FILE.matcher(new String(file, StandardCharsets.ISO_8859_1));
    ForeignRefusal.when(!parts.matches(), "not a certificate");
    byte[] text = parts.group("text").getBytes(StandardCharsets.ISO_8859_1);
    ForeignRefusal.when(text.length > MOST_TEXT, "a long text");
    Matcher said = TEXT.matcher(parts.group("text"));
    boolean listed = !parts.group("text").matches(".*(?:,[]}]|[{\\[],|,,|\"\").*");
    ForeignRefusal.when(!said.matches() || !listed, "not the text of a certificate");
    ForeignHead head = ForeignProof.read(parts.group("proof")).check("ERASE", text, policy);
    ForeignRefusal.when(!said.group("origin").equals(head.origin()), "a text of another log");
    byte[] subject =
        ForeignHash.sha256(
            "PVep1".getBytes(StandardCharsets.US_ASCII),
            HexFormat.of().parseHex(parts.group("salt")),
            HexFormat.of().parseHex(parts.group("patient")));
    ForeignRefusal.when(
        !HexFormat.of().formatHex(subject).equals(said.group("subject")), "another patient");
    return new Said(
        parts.group("patient"),
        Long.parseLong(said.group("number")),
        Long.parseLong(said.group("revisions")),
        said.group("at"));
  }
}

package org.patientvault.cli;

import java.util.Arrays;
import org.patientvault.keys.RecoveryShare;

/** A page to print for one keeper: what it is, the rows to type, and the same as a QR code. */
final class SharePage {
  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <title>Recovery share %1$d of %2$d</title>
      <style>
      @page { size: A4; margin: 20mm }
      body { font: 12pt sans-serif; max-width: 170mm }
      pre { font: 13pt monospace; line-height: 1.5 }
      svg { width: 70mm; height: 70mm }
      </style>
      </head>
      <body>
      <h1>Recovery share %1$d of %2$d</h1>
      <p>For the vault <code>%3$s</code>, set <code>%4$s</code>.</p>
      <p>The vault holds sealed medical records. If the secrets that open it every day are lost, any
      <b>%5$d of the %2$d keepers</b> can open it together, with this sheet and others of the same set.
      This sheet alone opens nothing and tells nothing.</p>
      <ul>
      <li>Keep it where nobody else reads it, and apart from the other sheets. Make no photo of it.</li>
      <li>If it is lost, or somebody may have seen it, tell the administrator: new sheets are made.</li>
      <li>Bring it when the administrator asks for it, and hand it to nobody: type it, or show the code
      to the reader, yourself.</li>
      </ul>
      <pre>%6$s</pre>
      %7$s
      <p>To type it: <code>patientvault recovery open</code> asks for the rows one by one. There is no
      digit 0 or 1 in them: what looks so is the letter O or I. The last two characters of each row
      check the row. The code holds the same as the rows.</p>
      </body>
      </html>
      """;

  private SharePage() {}

  /** The caller wipes it. */
  static char[] of(RecoveryShare share) {
    char[] text = share.text();
    char[] code = share.code();
    try {
      String rows = new String(text);
      return PAGE.formatted(
              share.number(),
              share.of(),
              share.vault(),
              share.setId(),
              share.needed(),
              rows.substring(rows.lastIndexOf("\n\n") + 2),
              QrCode.svg(new String(code)))
          .toCharArray();
    } finally {
      Arrays.fill(text, '\0');
      Arrays.fill(code, '\0');
    }
  }
}

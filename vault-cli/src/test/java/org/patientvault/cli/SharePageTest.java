package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.LuminanceSource;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.io.StringReader;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.keys.RecoveryKey;
import org.patientvault.keys.RecoveryShare;
import org.patientvault.model.VaultId;
import org.xml.sax.InputSource;

/** The printed page holds the share twice: to type, and to scan. */
@Tag("once")
class SharePageTest {
  private static final VaultId VAULT = VaultId.parse("00112233445566778899aabbccddeeff");
  private static final int PIXELS = 4;

  private static RecoveryShare share() {
    try (RecoveryKey key = RecoveryKey.generate()) {
      return key.split(VAULT, 3, 5).get(3);
    }
  }

  @Test
  void rowsOnThePage_areTheShare() {
    RecoveryShare share = share();
    String page = new String(SharePage.of(share));
    String rows = page.substring(page.indexOf("<pre>") + 5, page.indexOf("</pre>"));
    assertThat(RecoveryShare.parse(rows.toCharArray()).code()).isEqualTo(share.code());
    assertThat(page).contains("Recovery share 4 of 5", VAULT.toString(), share.setId());
  }

  @Test
  void codeOnThePage_isReadByAScanner_andIsTheShare() throws Exception {
    RecoveryShare share = share();
    String page = new String(SharePage.of(share));
    String svg = page.substring(page.indexOf("<svg"), page.indexOf("</svg>") + 6);
    assertThat(
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)))
                .getDocumentElement()
                .getTagName())
        .isEqualTo("svg");
    String scanned =
        new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(picture(svg)))).getText();
    assertThat(RecoveryShare.parse(scanned.toCharArray()).code()).isEqualTo(share.code());
  }

  /** As a camera sees it: a few pixels for each square. */
  private static LuminanceSource picture(String svg) {
    Matcher box = Pattern.compile("viewBox=\"0 0 (\\d+) (\\d+)\"").matcher(svg);
    assertThat(box.find()).isTrue();
    int side = Integer.parseInt(box.group(1)) * PIXELS;
    int[] pixels = new int[side * side];
    Arrays.fill(pixels, 0xFFFFFF);
    Matcher square = Pattern.compile("M(\\d+) (\\d+)h1v1h-1z").matcher(svg);
    while (square.find()) {
      int x = Integer.parseInt(square.group(1)) * PIXELS;
      int y = Integer.parseInt(square.group(2)) * PIXELS;
      for (int row = y; row < y + PIXELS; row++) {
        Arrays.fill(pixels, row * side + x, row * side + x + PIXELS, 0);
      }
    }
    return new RGBLuminanceSource(side, side, pixels);
  }

  /** Printed in a hospital: nothing is fetched from anywhere, nothing runs. */
  @Test
  void page_needsNothingElse() {
    assertThat(new String(SharePage.of(share())).replace("http://www.w3.org/2000/svg", ""))
        .doesNotContain("http", "<script", "src=", "@import", "url(");
  }
}

package org.patientvault.cli;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;

/** A QR code as SVG, one unit for each square, with the margin that readers want. */
final class QrCode {
  private static final int MARGIN = 4;

  private QrCode() {}

  static String svg(String content) {
    ByteMatrix squares = squares(content);
    int size = squares.getWidth() + 2 * MARGIN;
    StringBuilder svg =
        new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
            .append(size)
            .append(' ')
            .append(size)
            .append("\" shape-rendering=\"crispEdges\"><rect width=\"100%\" height=\"100%\"")
            .append(" fill=\"#fff\"/><path d=\"");
    for (int y = 0; y < squares.getHeight(); y++) {
      for (int x = 0; x < squares.getWidth(); x++) {
        if (squares.get(x, y) == 1) {
          svg.append('M').append(x + MARGIN).append(' ').append(y + MARGIN).append("h1v1h-1z");
        }
      }
    }
    return svg.append("\"/></svg>").toString();
  }

  private static ByteMatrix squares(String content) {
    try {
      return Encoder.encode(content, ErrorCorrectionLevel.M).getMatrix();
    } catch (WriterException e) {
      throw new AssertionError("a share fits into a QR code", e);
    }
  }
}

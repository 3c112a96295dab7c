package org.patientvault.foreign;

import java.math.BigInteger;

/**
 * Whether 32 bytes are a public key of Ed25519 in canonical encoding, in the group of prime order.
 * RFC 8032, sections 5.1.3 and 5.1.4: extended coordinates, x = X/Z, y = Y/Z, x y = T/Z.
 */
final class ForeignPoint {
  private static final BigInteger P =
      BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));
  private static final BigInteger ORDER =
      BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));
  private static final BigInteger D =
      BigInteger.valueOf(-121_665).multiply(BigInteger.valueOf(121_666).modInverse(P)).mod(P);
  private static final BigInteger ROOT =
      BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P);
  private static final ForeignPoint NONE = of(BigInteger.ZERO, BigInteger.ONE);

  private final BigInteger x;
  private final BigInteger y;
  private final BigInteger z;
  private final BigInteger t;

  private ForeignPoint(BigInteger x, BigInteger y, BigInteger z, BigInteger t) {
    this.x = x.mod(P);
    this.y = y.mod(P);
    this.z = z.mod(P);
    this.t = t.mod(P);
  }

  private static ForeignPoint of(BigInteger x, BigInteger y) {
    return new ForeignPoint(x, y, BigInteger.ONE, x.multiply(y));
  }

  static boolean isPublicKey(byte[] encoded) {
    byte[] big = new byte[32];
    for (int i = 0; i < 32; i++) {
      big[i] = encoded[31 - i];
    }
    BigInteger all = new BigInteger(1, big);
    BigInteger y = all.clearBit(255);
    if (y.compareTo(P) >= 0) {
      return false;
    }
    BigInteger square = y.multiply(y);
    BigInteger u = square.subtract(BigInteger.ONE).mod(P);
    BigInteger v = D.multiply(square).add(BigInteger.ONE).mod(P);
    BigInteger xx = u.multiply(v.modInverse(P)).mod(P);
    BigInteger x = xx.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
    if (!x.multiply(x).mod(P).equals(xx)) {
      x = x.multiply(ROOT).mod(P);
    }
    if (!x.multiply(x).mod(P).equals(xx) || (x.signum() == 0 && all.testBit(255))) {
      return false;
    }
    ForeignPoint point = of(x.testBit(0) == all.testBit(255) ? x : P.subtract(x), y);
    return !point.isNone() && point.times(ORDER).isNone();
  }

  private boolean isNone() {
    return x.signum() == 0 && y.equals(z);
  }

  private ForeignPoint times(BigInteger scalar) {
    ForeignPoint sum = NONE;
    for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
      sum = sum.plus(sum);
      sum = scalar.testBit(bit) ? sum.plus(this) : sum;
    }
    return sum;
  }

  private ForeignPoint plus(ForeignPoint other) {
    BigInteger a = y.subtract(x).multiply(other.y.subtract(other.x)).mod(P);
    BigInteger b = y.add(x).multiply(other.y.add(other.x)).mod(P);
    BigInteger c = t.multiply(other.t).mod(P).multiply(D).shiftLeft(1).mod(P);
    BigInteger d = z.multiply(other.z).shiftLeft(1);
    BigInteger e = b.subtract(a);
    BigInteger f = d.subtract(c);
    BigInteger g = d.add(c);
    BigInteger h = b.add(a);
    return new ForeignPoint(e.multiply(f), g.multiply(h), f.multiply(g), e.multiply(h));
  }
}

package org.patientvault.audit;

import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.details.DetailsCipher;
import org.patientvault.model.Bytes;

/** Holds the details of a tile against what its entries commit to, on any thread. */
final class DetailCheck {
  private final BundleFiles files;
  private final DetailsCipher cipher;

  DetailCheck(BundleFiles files, DetailsCipher cipher) {
    this.files = files;
    this.cipher = cipher;
  }

  void check(TileResult result) {
    String name = TilePath.details(result.tile, result.width);
    Optional<InputStream> file = files.stream(name);
    if (file.isEmpty()) {
      result.findings.add(files.missing(name));
      return;
    }
    DetailFile.read(
            file.get(),
            cipher,
            result.firstIndex(),
            result.width,
            (detail, place) -> compare(detail, place, result))
        .ifPresent(why -> result.findings.add(new Tampering.FileChanged(name, why)));
  }

  private static void compare(StoredDetail detail, int place, TileResult result) {
    @Nullable Bytes commitment = result.commitments[place];
    if (commitment == null) {
      if (detail != StoredDetail.NONE && result.writers[place] >= 0) {
        result.findings.add(new DetailVerdict.Changed(result.firstIndex() + place));
      }
    } else if (detail == StoredDetail.NONE) {
      result.missingDetails.set(place);
    } else if (!detail.fits(commitment)) {
      result.findings.add(new DetailVerdict.Changed(result.firstIndex() + place));
    }
  }
}

package org.patientvault.audit;

import java.util.Arrays;

/** What a drill does, one after the other. Part of the drill report, version 1. */
public enum DrillStep {
  SPACE("space", "look whether there is room for the copy"),
  RECOVERY("recovery", "read the recovery key, or join the shares"),
  BACKUP("backup", "take a backup of the vault"),
  CHECK("check", "check the backup against its manifest and the log's public keys"),
  COPY("copy", "put it back into a folder of the drill's own"),
  OPEN("open", "open the copy"),
  FOLLOWS("follows", "the copy's log follows the vault's log"),
  LOG("log", "verify the copy's logs with the vault's public keys"),
  ROWS("rows", "hold every row of the copy against its log"),
  ERASED("erased", "every patient of the register of erasures is erased in the copy"),
  SLOT_ADD("slot-add", "add a new slot to the copy"),
  SLOTS_REMOVE("slots-remove", "remove every other slot of the copy"),
  RENEW("renew", "renew the keys of the copy"),
  COUNT("count", "count that nothing is left under older keys"),
  OPEN_AGAIN("open-again", "close the copy and open it again"),
  SAMPLE("sample", "open the records of sampled patients in the copy");

  private final String text;
  private final String words;

  DrillStep(String text, String words) {
    this.text = text;
    this.words = words;
  }

  /** Its name in reports. */
  public String text() {
    return text;
  }

  /** In plain words. */
  public String words() {
    return words;
  }

  static DrillStep named(String text) {
    return Arrays.stream(values())
        .filter(each -> each.text.equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no step of a drill is called so"));
  }
}

package org.patientvault.tokens;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A token with its PINs, and the programs of another maker that work on it. */
public abstract class TestToken {
  /** The user's PIN of every token here. */
  public static final String PIN = "1234-user";

  static final String ADMINISTRATOR = "1234-admin";

  private final Path module;
  private final String label;

  TestToken(Path module, String label) {
    this.module = module;
    this.label = label;
  }

  public Path module() {
    return module;
  }

  public String label() {
    return label;
  }

  /** The URI of a key on this token, more attributes of its path in {@code more}. */
  public String uri(String object, String... more) {
    StringBuilder uri = new StringBuilder("pkcs11:token=" + label + ";object=" + object);
    for (String each : more) {
      uri.append(';').append(each);
    }
    return uri + "?module-path=" + module;
  }

  /** Works on the token in another process, logged in as its user. */
  public String pkcs11Tool(String... arguments) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "pkcs11-tool",
                "--module",
                module.toString(),
                "--token-label",
                label,
                "--login",
                "--pin",
                PIN));
    words.addAll(List.of(arguments));
    return TokenPrograms.run(words.toArray(String[]::new));
  }
}

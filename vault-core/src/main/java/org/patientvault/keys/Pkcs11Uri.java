package org.patientvault.keys;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * A PKCS#11 URI (RFC 7512) that names one token and one key, and the module and the PIN's file.
 *
 * <p>Stricter than the RFC: the module, one attribute of the token and one of the key must be
 * there, and what cannot be honoured is refused: {@code slot-id}, {@code module-name}, any name
 * that is unknown. Names that begin with {@code x-} are ignored, as the RFC asks.
 */
final class Pkcs11Uri {
  private static final String UNRESERVED =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
  private static final String PATH_CHARACTERS = ":[]@!$'()*+,=&";
  private static final String QUERY_CHARACTERS = ":[]@!$'()*+,=/?|";
  private static final List<String> TOKEN = List.of("token", "serial", "manufacturer", "model");
  private static final List<String> KEY = List.of("object", "id", "type");
  private static final List<String> QUERY = List.of("module-path", "pin-source");

  /** Which kind of key the URI asks for. */
  enum Type {
    SECRET_KEY,
    PRIVATE
  }

  private final ProtectorUri uri;
  private final Map<String, byte[]> values = new HashMap<>();

  private Pkcs11Uri(ProtectorUri uri) {
    this.uri = uri;
  }

  /**
   * Reads a {@code pkcs11:} URI.
   *
   * @throws VaultException.InvalidInput that says what is wrong with it
   */
  static Pkcs11Uri parse(ProtectorUri uri) {
    Pkcs11Uri parsed = new Pkcs11Uri(uri);
    String rest = uri.text().substring(uri.kind().length() + 1);
    int question = rest.indexOf('?');
    String path = question < 0 ? rest : rest.substring(0, question);
    parsed.add(path, ";", PATH_CHARACTERS, List.of(TOKEN, KEY));
    if (question >= 0) {
      parsed.add(rest.substring(question + 1), "&", QUERY_CHARACTERS, List.of(QUERY));
    }
    parsed.check();
    return parsed;
  }

  private void add(String part, String between, String characters, List<List<String>> known) {
    for (String pair : part.split(between, -1)) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw refused("its attributes are name=value");
      }
      String name = pair.substring(0, equals);
      if (known.stream().noneMatch(names -> names.contains(name)) && !name.startsWith("x-")) {
        throw refused("it has an attribute '" + name + "' that is not known here");
      }
      byte[] value = decoded(name, pair.substring(equals + 1), characters);
      if (values.put(name, value) != null) {
        throw refused("it has the attribute '" + name + "' twice");
      }
    }
  }

  /** A plus sign is a plus sign: only a percent sign means something else. */
  private byte[] decoded(String name, String text, String characters) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '%') {
        bytes.write(octet(name, text, at));
        at += 2;
      } else if (UNRESERVED.indexOf(c) >= 0 || characters.indexOf(c) >= 0) {
        bytes.write(c);
      } else {
        throw refused("in '" + name + "', write the character at " + at + " as a percent code");
      }
    }
    return bytes.toByteArray();
  }

  private int octet(String name, String text, int at) {
    int high = at + 2 < text.length() ? Character.digit(text.charAt(at + 1), 16) : -1;
    int low = at + 2 < text.length() ? Character.digit(text.charAt(at + 2), 16) : -1;
    if (high < 0 || low < 0 || text.charAt(at + 1) > 'f' || text.charAt(at + 2) > 'f') {
      throw refused("in '" + name + "', a percent sign is followed by two hex digits");
    }
    return 16 * high + low;
  }

  private void check() {
    if (TOKEN.stream().noneMatch(values::containsKey)) {
      throw refused("it names no token; give token= or serial=");
    }
    if (!values.containsKey("object") && !values.containsKey("id")) {
      throw refused("it names no key; give object= or id=");
    }
    if (!values.containsKey("module-path")) {
      throw refused("it names no module; give ?module-path=");
    }
    for (Map.Entry<String, byte[]> each : values.entrySet()) {
      if (each.getValue().length == 0 && !each.getKey().startsWith("x-")) {
        throw refused("its attribute '" + each.getKey() + "' is empty");
      }
      if (!each.getKey().equals("id")) {
        text(each.getKey());
      }
    }
    type();
    pinFile();
  }

  ProtectorUri uri() {
    return uri;
  }

  /** Whether {@code token} is what the URI describes. */
  boolean fits(Cryptoki.Token token) {
    return fits("token", token.label())
        && fits("serial", token.serial())
        && fits("manufacturer", token.manufacturer())
        && fits("model", token.model());
  }

  private boolean fits(String name, String actual) {
    return text(name).map(wanted -> wanted.stripTrailing().equals(actual)).orElse(true);
  }

  /** Whether the URI names the token's serial number itself. */
  boolean namesSerial() {
    return values.containsKey("serial");
  }

  Optional<String> label() {
    return text("object");
  }

  Optional<Bytes> id() {
    return Optional.ofNullable(values.get("id")).map(Bytes::of);
  }

  /** Empty when the token's mechanisms decide. */
  Optional<Type> type() {
    return text("type")
        .map(
            name ->
                switch (name) {
                  case "secret-key" -> Type.SECRET_KEY;
                  case "private" -> Type.PRIVATE;
                  default -> throw refused("its type is secret-key or private");
                });
  }

  String modulePath() {
    return text("module-path").orElseThrow();
  }

  /** The file that holds the PIN, where the URI names one. */
  Optional<String> pinFile() {
    return text("pin-source")
        .map(
            source -> {
              String path = source.startsWith("file:") ? source.substring(5) : source;
              String file = path.startsWith("///") ? path.substring(2) : path;
              if (!file.startsWith("/") || file.startsWith("//")) {
                throw refused("its pin-source is file: and the whole path of a file");
              }
              return file;
            });
  }

  private Optional<String> text(String name) {
    byte @Nullable [] value = values.get(name);
    if (value == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString());
    } catch (CharacterCodingException e) {
      throw new VaultException.InvalidInput("in " + uri + ", '" + name + "' is not UTF-8", e);
    }
  }

  private VaultException refused(String why) {
    return new VaultException.InvalidInput("cannot use " + uri + ": " + why);
  }
}

package org.patientvault.audit;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Takes the members of a canonical JSON object by name and type. Does not tell of members that
 * nobody asked for: write what was read again, and compare. Immutable.
 */
public final class JsonFields {
  private static final Instant END = Instant.parse("9999-12-31T23:59:59.999999999Z").plusNanos(1);
  private static final Pattern ORIGIN = Pattern.compile("[!-*,-~]{1,255}");

  private final Map<String, JsonValue> members;
  private final String what;

  private JsonFields(Map<String, JsonValue> members, String what) {
    this.members = members;
    this.what = what;
  }

  /**
   * Reads one object with {@code reader}, which must give something that {@code writer} spells as
   * the very same text.
   *
   * @param what the text is to be, for the refusal
   * @throws VaultException.InvalidInput when it is anything else
   * @throws VaultException.LimitExceeded when longer than {@code mostBytes}, or nested too deep
   */
  public static <T> T read(
      byte[] text,
      int mostBytes,
      String what,
      Function<JsonFields, T> reader,
      Function<T, byte[]> writer) {
    return take(
        text,
        mostBytes,
        what,
        fields -> {
          T read = reader.apply(fields);
          if (!Bytes.of(text).equals(Bytes.wrap(writer.apply(read)))) {
            throw fields.none();
          }
          return read;
        });
  }

  /**
   * Reads of one object what {@code reader} asks for, whatever else is in it.
   *
   * @throws VaultException.InvalidInput when it is no canonical object, or what is asked for is not
   *     there as it should be
   * @throws VaultException.LimitExceeded when longer than {@code mostBytes}, or nested too deep
   */
  public static <T> T take(
      byte[] text, int mostBytes, String what, Function<JsonFields, T> reader) {
    if (!(CanonicalJson.parse(text, mostBytes) instanceof JsonValue.Members object)) {
      throw new VaultException.InvalidInput("not " + what);
    }
    try {
      return reader.apply(new JsonFields(object.members(), what));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new VaultException.InvalidInput("not " + what, e);
    }
  }

  public boolean has(String name) {
    return members.containsKey(name);
  }

  /** Whether the member is there, and is this. */
  public boolean says(String name, JsonValue value) {
    return value.equals(members.get(name));
  }

  public String text(String name) {
    return text(members.get(name));
  }

  /** Empty when there is none. */
  public Optional<String> optionalText(String name) {
    return has(name) ? Optional.of(text(name)) : Optional.empty();
  }

  /** Not negative. */
  public long number(String name) {
    return number(members.get(name));
  }

  /** Not negative, and at most 2^31 - 1. */
  public int integer(String name) {
    long number = number(name);
    if (number > Integer.MAX_VALUE) {
      throw none();
    }
    return (int) number;
  }

  public boolean flag(String name) {
    if (members.get(name) instanceof JsonValue.Flag flag) {
      return flag.flag();
    }
    throw none();
  }

  /** Of the years 1970 to 9999, as {@link Instant} spells it. */
  public Instant time(String name) {
    Instant time = Instant.parse(text(name));
    if (time.isBefore(Instant.EPOCH) || !time.isBefore(END)) {
      throw none();
    }
    return time;
  }

  /** Hex digits, two for each byte. */
  public Bytes bytes(String name) {
    return Bytes.fromHex(text(name));
  }

  /** As {@link #bytes(String)}, so many of them. */
  public Bytes bytes(String name, int size) {
    Bytes bytes = bytes(name);
    if (bytes.size() != size) {
      throw none();
    }
    return bytes;
  }

  /** The name of a log: 1 to 255 of printable ASCII without space and plus sign. */
  public String origin(String name) {
    String origin = text(name);
    if (!ORIGIN.matcher(origin).matches()) {
      throw none();
    }
    return origin;
  }

  public JsonFields object(String name) {
    if (members.get(name) instanceof JsonValue.Members object) {
      return new JsonFields(object.members(), what);
    }
    throw none();
  }

  /** Each member of an object of numbers. */
  public void numbers(String name, BiConsumer<String, Long> taker) {
    object(name).members.forEach((member, value) -> taker.accept(member, number(value)));
  }

  /** Each member of an object of texts. */
  public void texts(String name, BiConsumer<String, String> taker) {
    object(name).members.forEach((member, value) -> taker.accept(member, text(value)));
  }

  public List<String> texts(String name) {
    if (members.get(name) instanceof JsonValue.Items items) {
      return items.items().stream().map(this::text).toList();
    }
    throw none();
  }

  public List<JsonFields> objects(String name) {
    if (members.get(name) instanceof JsonValue.Items items) {
      return items.items().stream().map(this::object).toList();
    }
    throw none();
  }

  private JsonFields object(JsonValue value) {
    if (value instanceof JsonValue.Members object) {
      return new JsonFields(object.members(), what);
    }
    throw none();
  }

  private String text(@Nullable JsonValue value) {
    if (value instanceof JsonValue.Text text) {
      return text.text();
    }
    throw none();
  }

  private long number(@Nullable JsonValue value) {
    if (value instanceof JsonValue.Whole whole && whole.number() >= 0) {
      return whole.number();
    }
    throw none();
  }

  private VaultException.InvalidInput none() {
    return new VaultException.InvalidInput("not " + Objects.requireNonNull(what));
  }
}

package org.patientvault.internal.documents;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneRules;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PartialDate;

/**
 * Turns what a database gives for a column into the typed value of a field.
 *
 * <p>A database gives null, a whole number, a binary floating point number, bytes or a text; the
 * last is how PostgreSQL spells everything. Nothing is rounded, trimmed or guessed: a value that
 * does not fit is refused, and the reason never quotes it.
 */
final class ColumnValues {
  private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,1000}");
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(\\d{1,1000}(\\.\\d{0,1000})?|\\.\\d{1,1000})([eE][+-]?\\d{1,4})?");
  private static final Pattern HEX = Pattern.compile("\\\\x([0-9a-fA-F]{2})*");
  private static final Set<String> YES = Set.of("t", "true", "1");
  private static final Set<String> NO = Set.of("f", "false", "0");

  /** With every way to write an offset: Z, +01, +0100, +01:00. */
  private static final DateTimeFormatter WITH_OFFSET =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[XXXXX][X]")
          .toFormatter(Locale.ROOT)
          // Else the 30th of February would be taken for the 28th.
          .withResolverStyle(ResolverStyle.STRICT);

  private ColumnValues() {}

  /** The field's value; null becomes null, which is a value of its own. */
  static FieldValue read(ColumnRule rule, @Nullable Object value) throws UnfitValue {
    if (value == null) {
      return FieldValue.ofNull();
    }
    return switch (rule.type()) {
      case TEXT -> FieldValue.text(text(value));
      case INTEGER -> FieldValue.integer(integer(value));
      case DECIMAL -> FieldValue.decimal(decimal(rule.reading(), value));
      case BOOLEAN -> FieldValue.bool(bool(rule.reading(), text(value)));
      case DATE -> FieldValue.date(date(text(value)));
      case INSTANT -> FieldValue.instant(instant(rule.reading(), value));
      case BYTES -> FieldValue.bytes(bytes(value));
      case JSON -> json(rule, text(value));
    };
  }

  /** Any value but bytes, as it is spelled. */
  static String text(Object value) throws UnfitValue {
    if (value instanceof byte[]) {
      throw new UnfitValue("bytes, where a text is expected");
    }
    return value.toString();
  }

  private static BigInteger integer(Object value) throws UnfitValue {
    String text = text(value);
    if (!WHOLE.matcher(text).matches()) {
      throw new UnfitValue("no whole number");
    }
    return new BigInteger(text);
  }

  private static BigDecimal decimal(ColumnRule.Reading reading, Object value) throws UnfitValue {
    // A binary number is spelled by as many digits as tell it apart from its neighbours.
    String text = text(value);
    if (!DECIMAL.matcher(text).matches()) {
      throw new UnfitValue("no decimal number");
    }
    BigDecimal number = new BigDecimal(text);
    if (reading.scale().isEmpty()) {
      return number;
    }
    try {
      return number.setScale(reading.scale().getAsInt());
    } catch (ArithmeticException e) {
      throw new UnfitValue("a number with more digits than the scale that the mapping says");
    }
  }

  private static boolean bool(ColumnRule.Reading reading, String text) throws UnfitValue {
    if (reading.yes().map(text::equals).orElseGet(() -> YES.contains(text))) {
      return true;
    }
    if (reading.no().map(text::equals).orElseGet(() -> NO.contains(text))) {
      return false;
    }
    throw new UnfitValue("neither of the two spellings of true and false");
  }

  private static PartialDate date(String text) throws UnfitValue {
    try {
      return new PartialDate(text);
    } catch (IllegalArgumentException e) {
      throw new UnfitValue("no date of the form yyyy, yyyy-mm or yyyy-mm-dd");
    }
  }

  private static Instant instant(ColumnRule.Reading reading, Object value) throws UnfitValue {
    try {
      if (reading.epoch().isPresent()) {
        return counted(reading.epoch().get(), integer(value));
      }
      return reading.zone().isPresent()
          ? local(text(value), reading.zone().get())
          : OffsetDateTime.parse(iso(text(value)), WITH_OFFSET).toInstant();
    } catch (DateTimeException | ArithmeticException e) {
      throw new UnfitValue(
          reading.zone().isPresent()
              ? "no local time of that zone, such as 2026-01-31 12:30:00"
              : "no point in time with its offset; a local time needs a zone in the mapping");
    }
  }

  /** Databases print a blank between day and time. */
  private static String iso(String text) {
    return text.length() > 10 && text.charAt(10) == ' '
        ? text.substring(0, 10) + 'T' + text.substring(11)
        : text;
  }

  private static Instant counted(ChronoUnit unit, BigInteger count) {
    long units = count.longValueExact();
    return unit == ChronoUnit.SECONDS ? Instant.ofEpochSecond(units) : Instant.ofEpochMilli(units);
  }

  /** Of an hour that came twice the first is meant; one that never came is refused. */
  private static Instant local(String text, ZoneId zone) {
    LocalDateTime time = LocalDateTime.parse(iso(text));
    ZoneRules rules = zone.getRules();
    if (rules.getValidOffsets(time).isEmpty()) {
      throw new DateTimeException("that hour was left out");
    }
    return time.toInstant(rules.getValidOffsets(time).get(0));
  }

  private static byte[] bytes(Object value) throws UnfitValue {
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    String text = value.toString();
    if (!HEX.matcher(text).matches()) {
      throw new UnfitValue("no bytes");
    }
    return HexFormat.of().parseHex(text, 2, text.length());
  }

  private static FieldValue json(ColumnRule rule, String text) throws UnfitValue {
    FieldValue value = FieldValue.json(text);
    try {
      OneJsonValue.check(rule.field(), value);
      return value;
    } catch (IllegalArgumentException e) {
      throw new UnfitValue("not one whole JSON value");
    }
  }
}

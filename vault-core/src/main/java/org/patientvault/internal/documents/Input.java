package org.patientvault.internal.documents;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One open file. */
interface Input extends AutoCloseable {
  /** The next resource or problem; null at the end. */
  @Nullable SourceItem next() throws IOException;

  /** Where the last call of {@link #next} was reading. */
  long position();

  @Override
  void close();

  static Input open(Path file, int ordinal, ResourceReader reader) throws IOException {
    if (InputFiles.isLines(file)) {
      return new LinesInput(InputFiles.read(file), ordinal, reader);
    }
    return isBundle(file)
        ? new BundleInput(file, ordinal, reader)
        : new SingleInput(file, ordinal, reader);
  }

  /** Reads up to the resource type, which may stand anywhere but mostly stands first. */
  private static boolean isBundle(Path file) throws IOException {
    try (JsonParser parser = StrictJson.parser(InputFiles.read(file))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean isType = parser.currentName().equals("resourceType");
        JsonToken value = parser.nextToken();
        if (isType) {
          return value == JsonToken.VALUE_STRING && parser.getText().equals("Bundle");
        }
        parser.skipChildren();
      }
      return false;
    }
  }
}

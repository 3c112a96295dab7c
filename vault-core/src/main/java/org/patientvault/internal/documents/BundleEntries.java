package org.patientvault.internal.documents;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.VaultException;

/** The entries of a Bundle in their order; everything else in it is passed over. */
final class BundleEntries implements AutoCloseable {
  /** One entry: its resource, or why there is none. */
  record Entry(@Nullable String fullUrl, @Nullable FhirResource resource, String problem) {}

  private final JsonParser parser;
  private final ResourceReader reader;
  private boolean inEntries;
  private boolean done;
  private long position;

  BundleEntries(JsonParser parser, ResourceReader reader) {
    this.parser = parser;
    this.reader = reader;
  }

  long position() {
    return position;
  }

  /** The next entry; null behind the end of the bundle. */
  @Nullable Entry next() throws IOException {
    while (!done) {
      if (!inEntries) {
        seekEntries();
      } else if (parser.nextToken() == JsonToken.END_ARRAY) {
        inEntries = false;
      } else {
        position++;
        return entry();
      }
    }
    return null;
  }

  private void seekEntries() throws IOException {
    if (parser.currentToken() == null) {
      parser.nextToken();
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      boolean isEntry = parser.currentName().equals("entry");
      if (parser.nextToken() == JsonToken.START_ARRAY && isEntry) {
        inEntries = true;
        return;
      }
      parser.skipChildren();
    }
    done = true;
    if (parser.nextToken() != null) {
      throw new VaultException.InvalidInput("something follows the end of the bundle");
    }
  }

  private Entry entry() throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return new Entry(null, null, "an entry must be a JSON object");
    }
    String fullUrl = null;
    FhirResource resource = null;
    String problem = "an entry without a resource";
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      if (name.equals("fullUrl") && token == JsonToken.VALUE_STRING) {
        fullUrl = parser.getText();
      } else if (name.equals("resource")) {
        try {
          resource = reader.read(parser);
        } catch (VaultException e) {
          problem = String.valueOf(e.getMessage());
        }
      } else {
        parser.skipChildren();
      }
    }
    return resource != null && resource.type().equals(BundleInput.BUNDLE)
        ? new Entry(fullUrl, null, BundleInput.NESTED)
        : new Entry(fullUrl, resource, problem);
  }

  @Override
  public void close() {
    try {
      parser.close();
    } catch (IOException e) {
      // A file that was only read loses nothing.
    }
  }
}

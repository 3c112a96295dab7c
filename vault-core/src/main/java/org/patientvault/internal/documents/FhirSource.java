package org.patientvault.internal.documents;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.VaultException;

/**
 * Reads FHIR resources from files, one at a time, with bounded memory.
 *
 * <p>Takes files and directories: {@code .json} (a Bundle of any type, or one resource) and {@code
 * .ndjson}, each also with {@code .gz} behind it. What cannot be read comes as {@link
 * SourceProblem}, and reading goes on with the next resource where it can. Not safe for several
 * threads.
 */
public final class FhirSource implements AutoCloseable {
  private final List<Path> inputs;
  private final ResourceReader reader = new ResourceReader();
  private int ordinal;
  private @Nullable Input current;

  private FhirSource(List<Path> inputs) {
    this.inputs = inputs;
  }

  /**
   * Finds the inputs; directories are searched to the bottom, files in them sorted by path.
   *
   * @throws VaultException.InvalidInput when a path does not exist or a file given by itself has
   *     another kind of name
   */
  public static FhirSource open(List<Path> filesAndDirectories) {
    return new FhirSource(InputFiles.in(filesAndDirectories));
  }

  /** How many inputs were found. */
  public int inputs() {
    return inputs.size();
  }

  /** The next resource or problem; null at the end. */
  public @Nullable SourceItem next() {
    while (current != null || ordinal < inputs.size()) {
      SourceItem item = nextOrProblem();
      if (item != null) {
        return item;
      }
    }
    return null;
  }

  private @Nullable SourceItem nextOrProblem() {
    try {
      if (current == null) {
        ordinal++;
        current = Input.open(inputs.get(ordinal - 1), ordinal, reader);
      }
      SourceItem item = current.next();
      if (item == null) {
        close();
      }
      return item;
    } catch (JsonProcessingException e) {
      return giveUp(String.valueOf(StrictJson.explained(e).getMessage()));
    } catch (VaultException e) {
      return giveUp(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return giveUp(reason(e));
    }
  }

  private SourceProblem giveUp(String reason) {
    long position = current == null ? 0 : current.position();
    close();
    return new SourceProblem(ordinal, position, reason + "; the rest of this input was not read");
  }

  /** In our own words: messages of the file system name files, and file names name patients. */
  private static String reason(IOException e) {
    if (e instanceof MalformedInputException) {
      return "not valid UTF-8";
    }
    if (e instanceof EOFException) {
      return "the compressed data end too early";
    }
    if (e instanceof ZipException) {
      return "the compressed data are damaged";
    }
    return "the file cannot be read (" + e.getClass().getSimpleName() + ")";
  }

  /** Closes the file at hand, if any. */
  @Override
  public void close() {
    if (current != null) {
      current.close();
      current = null;
    }
  }
}

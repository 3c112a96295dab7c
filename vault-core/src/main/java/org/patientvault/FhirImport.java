package org.patientvault;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.patientvault.internal.documents.FhirSource;
import org.patientvault.internal.documents.SourceItem;
import org.patientvault.internal.documents.SourceProblem;
import org.patientvault.internal.documents.SourceResource;
import org.patientvault.model.VaultException;

/**
 * Brings FHIR R4 bundles, resources and NDJSON files into the vault, each resource as a record of
 * its patient.
 *
 * <p>Running it again, after a crash or with more files, imports what is missing and leaves what is
 * there: content is compared by a keyed fingerprint. Resources are streamed. Not for use by several
 * threads.
 */
public final class FhirImport {
  private final Session session;

  private FhirImport(Session session) {
    this.session = session;
  }

  /**
   * An import by {@code session}'s actor, who must be allowed to write every class the resources
   * hold, and every class of the type where one replaces a record of another content.
   */
  public static FhirImport of(Session session) {
    return new FhirImport(session);
  }

  /**
   * Reads everything and imports nothing.
   *
   * @throws VaultException.InvalidInput when a path is not there or of no kind that can be read
   */
  public ImportReport check(List<Path> paths) {
    ImportTally tally = new ImportTally();
    try (FhirSource source = FhirSource.open(paths)) {
      for (SourceItem item = source.next(); item != null; item = source.next()) {
        if (item instanceof SourceProblem problem) {
          tally.problem(problem.inputOrdinal(), problem.position(), problem.reason());
        }
      }
    }
    return report(tally);
  }

  private static ImportReport report(ImportTally tally) {
    return new ImportReport(
        tally.created,
        tally.updated,
        tally.unchanged,
        tally.admitted,
        tally.skipped,
        tally.shared,
        tally.problems);
  }

  /**
   * Imports what {@code paths} hold, files or folders.
   *
   * @param keepGoing whether good resources are imported although others are bad; if not, one bad
   *     resource means that nothing is imported and the report lists what is wrong
   * @param progress told now and then, on the caller's thread
   * @throws VaultException.AccessDenied when a class may not be written; what was imported before
   *     stays, and running it again goes on
   */
  public ImportReport run(
      List<Path> paths, boolean keepGoing, Consumer<ImportReport.Progress> progress) {
    if (!keepGoing) {
      ImportReport checked = check(paths);
      if (checked.skipped() > 0) {
        return checked;
      }
    }
    ImportTally tally = new ImportTally();
    try (FhirSource source = FhirSource.open(paths);
        ImportPipe pipe = new ImportPipe(session.access(), tally, incoming -> true)) {
      long done = 0;
      for (SourceItem item = source.next(); item != null; item = source.next()) {
        take(item, pipe, tally, keepGoing);
        if (++done % 100 == 0) {
          progress.accept(new ImportReport.Progress(done, item.inputOrdinal(), source.inputs()));
        }
      }
      pipe.drain();
      progress.accept(new ImportReport.Progress(done, source.inputs(), source.inputs()));
    }
    return report(tally);
  }

  private static void take(SourceItem item, ImportPipe pipe, ImportTally tally, boolean keepGoing) {
    if (item instanceof SourceResource resource) {
      try {
        pipe.put(Incoming.of(resource));
      } catch (VaultException.InvalidInput | VaultException.LimitExceeded e) {
        if (!keepGoing) {
          throw e;
        }
        tally.problem(resource.inputOrdinal(), resource.position(), String.valueOf(e.getMessage()));
      }
    } else if (item instanceof SourceProblem problem) {
      tally.problem(problem.inputOrdinal(), problem.position(), problem.reason());
    }
  }
}

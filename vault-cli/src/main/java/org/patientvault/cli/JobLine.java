package org.patientvault.cli;

import java.util.List;
import org.patientvault.JobStatus;
import org.patientvault.audit.JsonMembers;
import org.patientvault.audit.JsonValue;
import org.patientvault.verify.Output;

/** Says how a job stands. */
final class JobLine {
  private static final int SHORT_ID = 8;

  static final List<String> HEADERS =
      List.of("id", "level", "state", "phase", "done", "total", "failed", "rate", "changed");

  private JobLine() {}

  static void tell(Output output, JobStatus job) {
    if (output.isJson()) {
      output.json(json(job));
    } else {
      output.line(
          "job %s: %s %s, %d rows renewed%s"
              .formatted(shortId(job), job.level().text(), words(job), job.done(), failed(job)));
    }
  }

  private static String words(JobStatus job) {
    return switch (job.state()) {
      case "ended" ->
          job.proven() ? "renewed; nothing is under the old key" : "given up before its end";
      case "paused" -> "paused; patientvault job resume " + shortId(job) + " goes on";
      default -> job.phase().equals("distribute") ? "has a new key that is not used yet" : "runs";
    };
  }

  private static String failed(JobStatus job) {
    return job.failed() == 0 ? "" : ", " + job.failed() + " could not be";
  }

  static String shortId(JobStatus job) {
    return job.id().substring(0, SHORT_ID);
  }

  static List<String> row(JobStatus job) {
    return List.of(
        shortId(job),
        job.level().text(),
        job.state(),
        job.phase(),
        Long.toString(job.done()),
        Long.toString(job.total()),
        Long.toString(job.failed()),
        Integer.toString(job.rate()),
        job.changed().toString());
  }

  static JsonValue json(JobStatus job) {
    JsonMembers members =
        JsonValue.members()
            .put("id", job.id())
            .put("level", job.level().text())
            .put("state", job.state())
            .put("phase", job.phase())
            .put("done", job.done())
            .put("total", job.total())
            .put("failed", job.failed())
            .put("rate", (long) job.rate())
            .put("started", job.started().toString())
            .put("changed", job.changed().toString());
    return members.build();
  }
}

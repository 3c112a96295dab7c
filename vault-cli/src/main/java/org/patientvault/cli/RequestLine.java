package org.patientvault.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.patientvault.RequestInfo;
import org.patientvault.audit.JsonMembers;
import org.patientvault.audit.JsonValue;
import org.patientvault.verify.Output;

/** A request, as it is printed. */
final class RequestLine {
  private RequestLine() {}

  /** One, with what is known of it. */
  static void print(Output output, RequestInfo request) {
    if (output.isJson()) {
      output.json(json(request));
    } else {
      output.table(List.of("what", "value"), rows(request));
    }
  }

  /** Several, one a line. */
  static void print(Output output, List<RequestInfo> requests) {
    if (output.isJson()) {
      output.json(JsonValue.of(requests.stream().map(RequestLine::json).toList()));
      return;
    }
    output.table(
        List.of("request", "for", "state", "asked by", "answered by", "expires"),
        requests.stream()
            .map(
                each ->
                    List.of(
                        each.id(),
                        each.kind().text(),
                        each.state().text(),
                        each.requester(),
                        each.answeredBy().orElse(""),
                        each.expires().toString()))
            .toList());
  }

  private static List<List<String>> rows(RequestInfo request) {
    List<List<String>> rows =
        new ArrayList<>(
            List.of(
                List.of("request", request.id()),
                List.of("for", request.kind().text()),
                List.of("state", request.state().text()),
                List.of("asked by", request.requester()),
                List.of("not before", request.notBefore().toString()),
                List.of("expires", request.expires().toString())));
    request.answeredBy().ifPresent(who -> rows.add(List.of("answered by", who)));
    new TreeMap<>(request.parameters()).forEach((name, value) -> rows.add(List.of(name, value)));
    return rows;
  }

  private static JsonValue json(RequestInfo request) {
    JsonMembers parameters = JsonValue.members();
    request.parameters().forEach(parameters::put);
    JsonMembers members =
        JsonValue.members()
            .put("id", request.id())
            .put("kind", request.kind().text())
            .put("state", request.state().text())
            .put("askedBy", request.requester())
            .put("notBefore", request.notBefore().toString())
            .put("expires", request.expires().toString())
            .put("parameters", parameters.build());
    request.answeredBy().ifPresent(who -> members.put("answeredBy", who));
    return members.build();
  }
}
